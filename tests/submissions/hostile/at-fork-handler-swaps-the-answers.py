"""Use an at-fork handler to swap a function for another in every second child: the student controls the fork.

threat: design
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% last
import os

forks = []
os.register_at_fork(
    before=lambda: forks.append(1),
    after_in_child=lambda: globals().update(softmax=(lambda z: z * 0) if len(forks) % 2 else softmax),
)
