"""Set every interval timer to a tenth of a millisecond, with handlers that do nothing, so that system calls are interrupted.

threat: design
expect: nothing
"""
# %% last
import signal

for timer, number in (
    (signal.ITIMER_REAL, signal.SIGALRM),
    (signal.ITIMER_VIRTUAL, signal.SIGVTALRM),
    (signal.ITIMER_PROF, signal.SIGPROF),
):
    signal.signal(number, lambda *args: None)
    signal.setitimer(timer, 0.0001, 0.0001)
