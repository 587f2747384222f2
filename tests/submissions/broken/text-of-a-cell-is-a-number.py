r"""A tool wrote a number where a cell's text belongs.

threat: accident
expect: INVALID
says: is damaged
tamper: replace "\"check(\\\"linear\\\", linear)\"" 5
"""
