"""A dozen cells, each just within its time: together they would hold the batch up for as long as there are cells.

threat: resources
expect: linear=LIMIT relu=LIMIT sigmoid=LIMIT tanh=LIMIT softmax=LIMIT output_activations=LIMIT neuron_by_hand=LIMIT neuron=LIMIT dense=LIMIT image_weights=LIMIT image_shape=LIMIT image_dense_is=LIMIT mlp=LIMIT mlp_weights=LIMIT collapse=LIMIT xor=LIMIT twins=LIMIT universal=LIMIT blind=LIMIT far_away=LIMIT parabola=LIMIT dense_uses=LIMIT
says: the notebook as a whole had used up its time
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
