"""A symbolic link to the instructor's notebook, which holds the answers.

threat: host
expect: INVALID
says: a link or a device
tamper: link ../../../source/dense/dense.ipynb
"""
