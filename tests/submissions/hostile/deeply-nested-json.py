"""Lists within lists, a hundred thousand deep: a recursive reader runs out of stack.

threat: host
expect: INVALID
says: deep
tamper: nest 100000
"""
