"""Start threads that never end.

threat: resources
expect: nothing
stops: processes
"""
# %% first
import threading
import time

while True:
    threading.Thread(target=time.sleep, args=(1e9,), daemon=True).start()
