"""Written on Windows: line ends in the file and in the cells.

threat: accident
expect: nothing
tamper: crlf
"""
