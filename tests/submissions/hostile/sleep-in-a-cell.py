"""Sleep for thirty years: no processor time is used, so a limit on that alone would never end it.

threat: resources
expect: nothing
stops: time
"""
# %% first
import time

time.sleep(1e9)
