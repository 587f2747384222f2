r"""A control character stands in the file as it is, which JSON forbids.

threat: accident
expect: INVALID
says: not a notebook
tamper: replace "from a terminal" "from a terminal \\u0007"
"""
# %% first
# pasted from a terminal
x = 1
