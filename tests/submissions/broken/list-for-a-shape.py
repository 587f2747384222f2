"""A list, an array or a TensorShape's worth of numbers for a tuple.

threat: accident
expect: nothing
"""
# %% image_shape
image_shape = [4, 32, 32, 8]
