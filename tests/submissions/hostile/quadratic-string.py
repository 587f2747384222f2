"""Prepend to a string ten million times.

threat: resources
expect: nothing
stops: time
"""
# %% first
text = ""
for number in range(10**7):
    text = str(number) + text
