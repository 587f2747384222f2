"""Write one file until the disk is full.

threat: resources
expect: nothing
stops: files
"""
# %% first
with open("huge.bin", "wb") as file:
    while True:
        file.write(b"x" * 2**20)
