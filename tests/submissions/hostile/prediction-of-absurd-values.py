"""Answer predictions with an infinity, a NaN, a number of four thousand bits, a tower of lists and a dict.

threat: forging
expect: image_weights=WRONG image_shape=WRONG mlp_weights=WRONG far_away=WRONG neuron_by_hand=WRONG
"""
# %% image_weights
image_weights = float("nan")
# %% image_shape
image_shape = [4]
for _ in range(200):
    image_shape = [image_shape]
# %% mlp_weights
mlp_weights = 1 << 4000
# %% far_away
far_away = {"far": float("inf")}
# %% neuron_by_hand
neuron_by_hand = 4 + 0j
