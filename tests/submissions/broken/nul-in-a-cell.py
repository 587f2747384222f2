r"""A NUL character in a comment, which no Python source may have.

threat: accident
expect: nothing
tamper: replace "from a terminal" "from a terminal \\\\u0000"
"""
# %% first
# pasted from a terminal
x = 1
