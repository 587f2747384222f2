r"""The marks of a merge stand in the file itself, between two cells.

threat: accident
expect: INVALID
says: not a notebook
tamper: replace "\"nbformat\": 4" "<<<<<<< HEAD\n \"nbformat\": 4"
"""
