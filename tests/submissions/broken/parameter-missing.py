"""A parameter was removed.

threat: accident
expect: neuron=ERR
says: TypeError
"""
# %% neuron
def neuron(x, w, b):
    return np.tanh(np.dot(x, w) + b)
