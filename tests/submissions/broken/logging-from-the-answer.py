"""Right code that logs and prints.

threat: accident
expect: nothing
"""
# %% softmax
import logging

logging.basicConfig(level=logging.DEBUG)


def softmax(z):
    logging.warning("z has shape %s", z.shape)
    print("debug:", z.min(), z.max())
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
