r"""A file of blank lines, as an editor leaves it.

threat: accident
expect: INVALID
says: The file is empty
tamper: content " \n" 50
"""
