"""Parameters were put into another order.

threat: accident
expect: neuron=ERR
"""
# %% neuron
def neuron(activation, x, w, b):
    return activation(np.dot(x, w) + b)
