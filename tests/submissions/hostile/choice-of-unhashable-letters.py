"""Answer a choice with lists of lists and of arrays, which cannot be put into a set.

threat: forging
expect: output_activations=WRONG universal=WRONG
"""
# %% output_activations
output_activations = [["a"], ["c"], ["e"]]
# %% universal
universal = (np.array([1.0]), {"a": "e"})
