"""A decimal for a whole number, and a NumPy scalar: equal is equal.

threat: accident
expect: nothing
"""
# %% image_weights
image_weights = 3.0 * 8 + 8
# %% far_away
far_away = np.float32(10)
# %% mlp_weights
mlp_weights = np.int64(16418)
