"""Text for a number.

threat: accident
expect: image_weights=WRONG
"""
# %% image_weights
image_weights = "32"
