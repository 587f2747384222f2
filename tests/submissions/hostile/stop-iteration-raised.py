"""Raise `StopIteration` and `GeneratorExit`, which end loops and generators of whoever calls.

threat: forging
expect: softmax=ERR
"""
# %% softmax
def softmax(z):
    raise GeneratorExit if z.ndim > 2 else StopIteration(z)
