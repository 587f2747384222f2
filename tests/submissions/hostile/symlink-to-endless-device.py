"""A symbolic link to a device that never ends.

threat: host
expect: INVALID
says: a link or a device
tamper: link /dev/zero
"""
