"""Cancel the alarm that would end the call, block and ignore its signal, and never return.

threat: design
expect: softmax=LIMIT
"""
# %% softmax
import os
import signal

here = os.getpid()


def softmax(z):
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP})
    for number in (signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 0)
    while os.getpid() != here:
        pass
    return z
