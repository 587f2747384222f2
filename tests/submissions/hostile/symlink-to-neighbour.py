"""A symbolic link to another student's submission.

threat: host
expect: INVALID
says: a link or a device
tamper: link ../../s000-a-bias_as_input/dense/dense.ipynb
"""
