"""The answer is an expression and not a `def`.

threat: accident
expect: nothing
"""
# %% softmax
softmax = lambda z: (lambda p: p / p.sum(-1, keepdims=True))(np.exp(z - z.max(-1, keepdims=True)))
