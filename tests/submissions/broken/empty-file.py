"""The upload arrived with no content at all.

threat: accident
expect: INVALID
says: The file is empty
tamper: content ""
"""
