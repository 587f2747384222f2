"""Two copies and none with the right name: which one counts, only the student knows.

threat: accident
expect: INVALID
says: Several files look like
tamper: copy "dense (1).ipynb"
tamper: rename "dense (2).ipynb"
"""
