r"""Names with line ends, terminal sequences and a backspace, which make a listing lie.

threat: host
expect: nothing
tamper: odd_name "dense\\nnotes: all right"
tamper: odd_name "\\x1b[2J\\x1b]0;owned\\x07.txt"
tamper: odd_name "safe.txt\\x08\\x08\\x08exe"
"""
