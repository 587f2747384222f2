"""A disk that failed gave back zeros for every byte.

threat: accident
expect: INVALID
says: The file is empty
tamper: truncate 0
tamper: zeros 5000
"""
