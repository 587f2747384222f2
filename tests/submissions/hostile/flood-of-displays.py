"""Show four thousand things.

threat: resources
expect: nothing
stops: output
"""
# %% first
from IPython.display import HTML, display

for number in range(4_000):
    display(HTML(f"<b>{number}</b>"))
