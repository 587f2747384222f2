"""The browser added an extension of its own.

threat: accident
expect: INVALID
says: was not handed in
tamper: rename dense.ipynb.txt
"""
