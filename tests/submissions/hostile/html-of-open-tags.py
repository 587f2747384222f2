"""HTML whose tree grows with the square of its length.

threat: host
expect: nothing
"""
# %% first
from IPython.display import HTML

HTML("<b><i><u><a><font><p>" * 4_000)
