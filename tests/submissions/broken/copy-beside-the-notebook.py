"""A copy made for safety lies beside the notebook: the right name counts.

threat: accident
expect: nothing
tamper: copy "dense-Copy1.ipynb"
"""
