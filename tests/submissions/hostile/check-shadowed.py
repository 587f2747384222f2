"""Define a `check` that always congratulates.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% after imports
def check(name, answer, live=False, seed=None):
    print(f"✓ {name} agrees with Keras on 3 inputs")
