"""Register an at-fork handler that leaves with exit code 0 in the child, before a check has begun.

threat: design
expect: linear=ERR relu=ERR sigmoid=ERR tanh=ERR softmax=ERR output_activations=ERR neuron_by_hand=ERR neuron=ERR
expect: dense=ERR image_weights=ERR image_shape=ERR image_dense_is=ERR mlp=ERR mlp_weights=ERR collapse=ERR
expect: xor=ERR twins=ERR universal=ERR blind=ERR far_away=ERR parabola=ERR dense_uses=ERR
"""
# %% last
import os

os.register_at_fork(after_in_child=lambda: os._exit(0))
