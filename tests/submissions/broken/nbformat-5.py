"""Saved in a format that does not exist yet.

threat: accident
expect: INVALID
says: format 5
tamper: version 5 0
"""
