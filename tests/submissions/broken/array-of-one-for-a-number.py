"""An array with one element where a number is due.

threat: accident
expect: neuron=WRONG
says: shape
"""
# %% neuron
def neuron(x, w, b, activation):
    return activation(x.reshape(1, -1) @ w + b)
