"""The shape as it is printed.

threat: accident
expect: image_shape=WRONG
"""
# %% image_shape
image_shape = "(4, 32, 32, 8)"
