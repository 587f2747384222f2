"""Open files until no descriptor is left, and keep them for the cells that follow.

threat: resources
expect: nothing
stops: files
"""
# %% first
kept = []
while True:
    kept.append(open("/dev/null"))
