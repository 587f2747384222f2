"""A dozen cells, each just within its time: together they would hold the batch up for as long as there are cells.

threat: resources
expect: nothing
stops: budget
"""
# %% last
import time

time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
