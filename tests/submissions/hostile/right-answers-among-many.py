"""Guess with all letters at once, and return every candidate at once, in the hope that any match counts.

threat: forging
expect: output_activations=WRONG:0.333 softmax=WRONG
"""
# %% output_activations
output_activations = {"a", "b", "c", "d", "e", "A", " a ", "a\n"} - {"a"} | {"a"}
# %% softmax
def softmax(z):
    right = np.exp(z - z.max(-1, keepdims=True))
    return z, right / right.sum(-1, keepdims=True), np.zeros_like(z)
