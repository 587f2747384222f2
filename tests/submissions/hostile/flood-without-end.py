"""Print for ever.

threat: resources
expect: nothing
stops: time
"""
# %% first
while True:
    print("to and fro")
