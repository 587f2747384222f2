"""Print, clear, print again: the account of what is printed starts anew each time, but IPython keeps a copy of it.

threat: resources
expect: nothing
stops: memory
"""
# %% first
from IPython.display import clear_output

while True:
    print("x" * 100_000)
    clear_output()
