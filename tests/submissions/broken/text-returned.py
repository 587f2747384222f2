"""The numbers as text.

threat: accident
expect: softmax=WRONG
says: text
"""
# %% softmax
def softmax(z):
    return f"{np.exp(z)}"
