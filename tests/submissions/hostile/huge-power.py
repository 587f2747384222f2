"""One power of integers: a single instruction that no signal interrupts.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
def softmax(z):
    return z * (9**9**9 % 7)
