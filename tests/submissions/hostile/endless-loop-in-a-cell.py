"""A cell of its own that never ends.

threat: resources
expect: nothing
stops: time
"""
# %% first
while True:
    pass
