"""A date that is read from a file of the course, and shows up where dates are shown.

threat: host
expect: nothing
tamper: link_beside timestamp.txt ../../../notes.txt
"""
