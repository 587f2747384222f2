"""A number of a million digits in the notebook's metadata: quadratic time to read.

threat: host
expect: INVALID
tamper: content "9" 1000000
"""
