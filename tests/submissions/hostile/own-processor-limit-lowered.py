"""Lower the limit of processor time so far that the worker may not raise it again.

threat: design
expect: linear=ERR relu=ERR sigmoid=ERR tanh=ERR softmax=ERR neuron=ERR
expect: dense=ERR mlp=ERR collapse=ERR
expect: twins=ERR blind=ERR parabola=ERR
"""
# %% last
import resource

resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
