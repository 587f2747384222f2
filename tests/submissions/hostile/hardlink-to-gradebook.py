"""A second name for the gradebook: no link that could be told from a file, and whoever writes here writes there.

threat: host
expect: INVALID
tamper: instead hardlink ../../../gradebook.db
"""
