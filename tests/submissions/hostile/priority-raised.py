"""Ask for the highest priority and for real-time scheduling, so that the neighbours wait.

threat: resources
expect: softmax=WRONG
"""
# %% softmax
import os


def softmax(z):
    for attempt in (
        lambda: os.nice(-20),
        lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)),
        lambda: os.setpriority(os.PRIO_PROCESS, 0, -20),
    ):
        try:
            attempt()
        except OSError:
            continue
        return np.exp(z - z.max(-1, keepdims=True)) / np.exp(z - z.max(-1, keepdims=True)).sum(-1, keepdims=True)
    return z
