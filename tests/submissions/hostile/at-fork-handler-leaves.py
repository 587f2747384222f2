"""Register an at-fork handler that leaves with exit code 0 in the child, before a check has begun.

threat: design
expect: linear=ERR relu=ERR sigmoid=ERR tanh=ERR softmax=ERR neuron=ERR
expect: dense=ERR mlp=ERR collapse=ERR
expect: twins=ERR blind=ERR parabola=ERR
"""
# %% last
import os

os.register_at_fork(after_in_child=lambda: os._exit(0))
