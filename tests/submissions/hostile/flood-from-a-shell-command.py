"""The same by an exclamation mark, which goes through a terminal of its own.

threat: resources
expect: nothing
"""
# %% first
!yes
