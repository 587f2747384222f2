"""The last expression of a cell is an object that never finishes describing itself.

threat: resources
expect: nothing
stops: time
"""
# %% first
class Thing:
    def __repr__(self):
        while True:
            pass


Thing()
