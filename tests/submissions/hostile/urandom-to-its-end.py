"""Read /dev/urandom to its end.

threat: resources
expect: nothing
stops: memory
"""
# %% first
noise = open("/dev/urandom", "rb").read()
