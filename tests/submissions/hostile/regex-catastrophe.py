"""A regular expression that needs exponential time, in C, with the interpreter's lock held.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import re


def softmax(z):
    return z * bool(re.fullmatch(r"(\w+\s?)*", "softmax " * 20 + "!"))
