"""A file of ten megabytes in which nearly every byte is a value of its own.

threat: host
expect: INVALID
tamper: content "[{},{},{},{},{},{},{},{}]," 400000
"""
