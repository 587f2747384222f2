"""Return a generator that never stops; whoever makes a list of it waits for ever.

threat: resources
expect: softmax=WRONG
says: generator
"""
# %% softmax
def softmax(z):
    while True:
        yield z
