"""Answer construct questions with ragged lists, infinities, text, dicts and numbers that no float32 holds.

threat: forging
expect: xor=WRONG twins=WRONG collapse=WRONG blind=WRONG parabola=WRONG
"""
# %% xor
xor = ([[1, 2], [3]], ["a"], {"x": 1}, float("inf"))
# %% twins
def twins(hidden_kernel, hidden_bias, output_kernel, output_bias):
    return hidden_kernel * 1e300, hidden_bias, output_kernel, output_bias
# %% collapse
def collapse(*weights):
    return {"kernel": np.full((4, 3), 1e200), "bias": np.full(3, -1e308)}
# %% blind
def blind(kernel, permutation):
    return [[None] * 5] * 12
# %% parabola
def parabola(target):
    return np.zeros((1, 0)), np.zeros(0), np.zeros((0, 1)), np.zeros(1)
