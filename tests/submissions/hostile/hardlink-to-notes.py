"""A second name for a file of the course: its content must not come back in a message.

threat: host
expect: INVALID
tamper: instead hardlink ../../../notes.txt
"""
