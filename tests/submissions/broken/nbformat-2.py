"""A format older than any that can be read.

threat: accident
expect: INVALID
says: format 2
tamper: version 2 0
"""
