"""Install an audit hook that sees every event, counts them and sleeps a little.

threat: design
expect: nothing
"""
# %% last
import sys
import time

events = []


def listen(event, arguments):
    if len(events) < 100:
        events.append((event, arguments))
        time.sleep(0.001)


sys.addaudithook(listen)
