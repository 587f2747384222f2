"""`exit` as the last word.

threat: accident
expect: nothing
"""
# %% last
exit()
