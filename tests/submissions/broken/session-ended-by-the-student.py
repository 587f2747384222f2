"""A cell that ends the session, left over from trying.

threat: accident
expect: nothing
"""
# %% after relu
import sys

sys.exit()
