"""Lower the limit of processes to none, so that no check can be forked.

threat: design
expect: linear=ERR relu=ERR sigmoid=ERR tanh=ERR softmax=ERR output_activations=ERR neuron_by_hand=ERR neuron=ERR
expect: dense=ERR image_weights=ERR image_shape=ERR image_dense_is=ERR mlp=ERR mlp_weights=ERR collapse=ERR
expect: xor=ERR twins=ERR universal=ERR blind=ERR far_away=ERR parabola=ERR dense_uses=ERR
"""
# %% last
import resource

resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
