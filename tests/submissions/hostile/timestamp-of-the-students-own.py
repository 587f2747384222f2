"""Date the submission back by forty years.

threat: host
expect: nothing
tamper: beside timestamp.txt "1986-01-01 00:00:00 UTC"
"""
