"""A file of 40 MB, all of it the output of one cell.

threat: host
expect: INVALID
says: larger than
tamper: show softmax text/plain xxxxxxxxxx 4000000
"""
