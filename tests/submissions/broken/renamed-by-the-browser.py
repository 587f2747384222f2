"""Downloaded twice, so the browser added a number.

threat: accident
expect: nothing
tamper: rename "dense (1).ipynb"
"""
