"""A bias of shape (n, 1) where (n,) is due.

threat: accident
expect: collapse=WRONG
says: shape
"""
# %% collapse
def collapse(kernel_1, bias_1, kernel_2, bias_2, kernel_3, bias_3):
    bias = (bias_1 @ kernel_2 + bias_2) @ kernel_3 + bias_3
    return kernel_1 @ kernel_2 @ kernel_3, bias.reshape(-1, 1)
