"""A service dropped all metadata and all ids: cells are told by their words.

threat: accident
expect: nothing
says: recognised by their content
tamper: strip *
tamper: downgrade 4.0
"""
