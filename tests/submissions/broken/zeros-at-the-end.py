"""A crash while saving left zeros behind the notebook's end: Jupyter does not open such a file either.

threat: accident
expect: INVALID
says: its JSON goes wrong
tamper: zeros 4096
"""
