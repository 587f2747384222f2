"""The upload was cut off in the middle.

threat: accident
expect: INVALID
says: cut off
tamper: truncate 0.5
"""
