"""A symbolic link that leads to itself.

threat: host
expect: INVALID
says: a link or a device
tamper: link dense.ipynb
"""
