"""Carry a hidden number out as the length of an axis: the message about a wrong shape repeats it.

threat: secrets
expect: blind=WRONG twins=WRONG collapse=WRONG
hides: 77077077
"""
# %% blind
def blind(kernel, permutation):
    return np.zeros((77077077, 0), np.float32)
# %% twins
def twins(hidden_kernel, hidden_bias, output_kernel, output_bias):
    return np.zeros((0, 3, 77077077)), hidden_bias, output_kernel, output_bias
# %% collapse
def collapse(*weights):
    return np.zeros((1, 0, 77077077), np.int8), np.zeros(3)
