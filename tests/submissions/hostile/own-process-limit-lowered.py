"""Lower the limit of processes to none, so that no check can be forked.

threat: design
expect: linear=LIMIT relu=LIMIT sigmoid=LIMIT tanh=LIMIT softmax=LIMIT output_activations=LIMIT neuron_by_hand=LIMIT neuron=LIMIT
expect: dense=LIMIT image_weights=LIMIT image_shape=LIMIT image_dense_is=LIMIT mlp=LIMIT mlp_weights=LIMIT collapse=LIMIT
expect: xor=LIMIT twins=LIMIT universal=LIMIT blind=LIMIT far_away=LIMIT parabola=LIMIT dense_uses=LIMIT
"""
# %% last
import resource

resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
