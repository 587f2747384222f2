"""Read /dev/urandom to its end.

threat: resources
expect: nothing
stops: memory|time
"""
# %% first
noise = open("/dev/urandom", "rb").read()
