"""Lower the limit of processes to none, so that no check can be forked.

threat: design
expect: linear=LIMIT relu=LIMIT sigmoid=LIMIT tanh=LIMIT softmax=LIMIT neuron=LIMIT
expect: dense=LIMIT mlp=LIMIT collapse=LIMIT
expect: twins=LIMIT blind=LIMIT parabola=LIMIT
"""
# %% last
import resource

resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
