"""Register an at-fork handler that never returns in the child: every check starts with a fork.

threat: design
expect: output_activations=LIMIT? neuron_by_hand=LIMIT?
expect: linear=LIMIT relu=LIMIT sigmoid=LIMIT tanh=LIMIT softmax=LIMIT neuron=LIMIT
expect: dense=LIMIT image_weights=LIMIT? image_shape=LIMIT? image_dense_is=LIMIT? mlp=LIMIT mlp_weights=LIMIT? collapse=LIMIT
expect: xor=LIMIT? twins=LIMIT universal=LIMIT? blind=LIMIT far_away=LIMIT? parabola=LIMIT dense_uses=LIMIT?
"""
# %% last
import os
import time

os.register_at_fork(after_in_child=lambda: time.sleep(1e9))
