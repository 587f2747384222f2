"""Lower the limit of processor time so far that the worker may not raise it again.

threat: design
expect: linear=ERR relu=ERR sigmoid=ERR tanh=ERR softmax=ERR output_activations=ERR neuron_by_hand=ERR neuron=ERR
expect: dense=ERR image_weights=ERR image_shape=ERR image_dense_is=ERR mlp=ERR mlp_weights=ERR collapse=ERR
expect: xor=ERR twins=ERR universal=ERR blind=ERR far_away=ERR parabola=ERR dense_uses=ERR
"""
# %% last
import resource

resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
