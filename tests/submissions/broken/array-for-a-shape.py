"""The shape of an array that was made for it, as an array of decimals.

threat: accident
expect: nothing
"""
# %% image_shape
image_shape = np.array([4.0, 32.0, 32.0, 8.0])
