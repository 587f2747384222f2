"""Right code that warns on every call; stock nbgrader takes points for anything on stderr.

threat: accident
expect: nothing
"""
# %% softmax
import sys
import warnings


def softmax(z):
    warnings.warn("shifting by the maximum", stacklevel=1)
    print("softmax called", file=sys.stderr)
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
