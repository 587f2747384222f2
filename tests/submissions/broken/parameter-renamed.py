"""A parameter has another name; arguments come by position.

threat: accident
expect: nothing
"""
# %% neuron
def neuron(inputs, weights, bias, f):
    return f(np.dot(inputs, weights) + bias)
