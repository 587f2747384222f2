"""A graded function that never returns.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
def softmax(z):
    while True:
        pass
