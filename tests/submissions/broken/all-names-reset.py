"""A cell that clears the session, before the answers.

threat: accident
expect: nothing
"""
# %% first
%reset -f
