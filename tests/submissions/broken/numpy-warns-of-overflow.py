"""Right code that overflows on the way: NumPy warns, and the result is right.

threat: accident
expect: nothing
"""
# %% sigmoid
def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z))) if np.max(z) < 80 else 1 / (1 + np.exp(-z))
