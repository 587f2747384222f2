"""Use a little less than the limit of a cell, many times over.

threat: design
expect: linear=LIMIT relu=LIMIT sigmoid=LIMIT tanh=LIMIT softmax=LIMIT output_activations=LIMIT neuron_by_hand=LIMIT neuron=LIMIT
expect: dense=LIMIT image_weights=LIMIT image_shape=LIMIT image_dense_is=LIMIT mlp=LIMIT mlp_weights=LIMIT collapse=LIMIT
expect: xor=LIMIT twins=LIMIT universal=LIMIT blind=LIMIT far_away=LIMIT parabola=LIMIT dense_uses=LIMIT
stops: budget
"""
# %% last
import time

time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
# %% last
time.sleep(2.7)
