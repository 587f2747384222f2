"""A socket in the notebook's place.

threat: host
expect: INVALID
says: a link or a device
tamper: instead socket
"""
