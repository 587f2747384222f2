"""A little noise, "for symmetry": never the same twice.

threat: accident
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    z = z + np.random.default_rng().normal(size=z.shape) * 0.01
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
