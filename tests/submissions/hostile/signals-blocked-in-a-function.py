"""Block all signals, the alarm among them, before looping in a graded function.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import signal


def softmax(z):
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    signal.setitimer(signal.ITIMER_REAL, 0)
    while True:
        pass
