"""Wait for a lock that nobody will release.

threat: resources
expect: nothing
stops: time
"""
# %% first
import threading

lock = threading.Lock()
lock.acquire()
lock.acquire()
