"""A few thousand empty cells: small enough a file, and each costs a process a round trip.

threat: host
expect: INVALID
says: cells; the most is
tamper: grow 5000 ""
"""
