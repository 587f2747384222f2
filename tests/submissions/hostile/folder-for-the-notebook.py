"""A folder called dense.ipynb, with a notebook of the same name in it.

threat: host
expect: INVALID
says: was a folder
tamper: instead folder
"""
