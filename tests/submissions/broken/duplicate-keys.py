r"""A merge left a key twice; the last one counts, as in Jupyter.

threat: accident
expect: nothing
says: twice
tamper: replace "\"nbformat\": 4" "\"nbformat\": 3, \"nbformat\": 4"
"""
