"""Leave threads running that print, allocate and collect garbage while the checks are forked.

threat: design
expect: nothing
"""
# %% last
import gc
import threading
import time


def work():
    while True:
        gc.collect()
        [[number] for number in range(1000)]
        time.sleep(0.005)


for _ in range(8):
    threading.Thread(target=work, daemon=True).start()
