"""One output, replaced again and again: each replacement is small.

threat: resources
expect: nothing
"""
# %% first
from IPython.display import display

shown = display("x" * 1000, display_id=True)
for number in range(3_000):
    shown.update("x" * 1000 + str(number))
