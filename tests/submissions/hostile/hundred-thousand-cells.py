"""A hundred thousand cells.

threat: host
expect: INVALID
tamper: grow 100000 "x = 1"
"""
