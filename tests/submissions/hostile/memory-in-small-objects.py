"""Many small objects, none of which is large.

threat: resources
expect: nothing
stops: memory
"""
# %% first
kept = []
while True:
    kept.append([None] * 500)
