"""The answer is a result and not a function.

threat: accident
expect: softmax=ERR
says: TypeError
"""
# %% softmax
z = np.array([[1.0, 2.0]])
softmax = np.exp(z) / np.exp(z).sum(-1, keepdims=True)
