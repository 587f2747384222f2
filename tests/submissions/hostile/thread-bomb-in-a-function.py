"""Start threads that never end, inside a hidden check.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import threading
import time


def softmax(z):
    while True:
        threading.Thread(target=time.sleep, args=(1e9,), daemon=True).start()
