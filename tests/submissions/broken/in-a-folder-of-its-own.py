"""A folder was uploaded and not its content.

threat: accident
expect: INVALID
says: was not handed in
tamper: copy dense/dense.ipynb
tamper: without
"""
