"""A line that needs an extension that is not there.

threat: accident
expect: nothing
"""
# %% first
%matplotlib widget
%load_ext autoreload
%autoreload 2
