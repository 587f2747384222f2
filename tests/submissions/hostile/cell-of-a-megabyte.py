"""One cell of a megabyte.

threat: host
expect: INVALID
says: the most is
tamper: grow 1 "x = 'aaaaaaaaa'; " 70000
"""
