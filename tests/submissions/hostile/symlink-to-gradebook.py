"""A symbolic link to the gradebook in the notebook's place: stock nbgrader copies its target.

threat: host
expect: INVALID
says: a link or a device
tamper: link ../../../gradebook.db
"""
