"""A cell turns warnings into errors; the student's right answer does not warn.

threat: accident
expect: nothing
"""
# %% first
import warnings

warnings.simplefilter("error")
