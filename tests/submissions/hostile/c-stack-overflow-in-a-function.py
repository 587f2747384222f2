"""Recurse through C, where no counter stops it, until the stack runs over.

threat: resources
expect: softmax=ERR
says: crashed
"""
# %% softmax
def softmax(z):
    nested = ()
    for _ in range(1_000_000):
        nested = (nested,)
    return hash(nested)
