"""An array without axes where a number is due.

threat: accident
expect: nothing
"""
# %% neuron
def neuron(x, w, b, activation):
    return np.array(activation(np.dot(x, w) + b))
