"""The last bracket is missing.

threat: accident
expect: INVALID
says: cut off
tamper: truncate 0.9999
"""
