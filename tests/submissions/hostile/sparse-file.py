"""A file of one tebibyte that takes no space until somebody copies it.

threat: resources
expect: nothing
stops: files
"""
# %% first
with open("sparse.bin", "wb") as file:
    file.truncate(2**40)
