"""A cell imports what is not installed here.

threat: accident
expect: nothing
"""
# %% first
import pandas as pd
import seaborn as sns
