"""Install an audit hook, which can never be taken away, that raises whenever a process is forked.

threat: design
expect: linear=ERR relu=ERR sigmoid=ERR tanh=ERR softmax=ERR output_activations=ERR neuron_by_hand=ERR neuron=ERR
expect: dense=ERR image_weights=ERR image_shape=ERR image_dense_is=ERR mlp=ERR mlp_weights=ERR collapse=ERR
expect: xor=ERR twins=ERR universal=ERR blind=ERR far_away=ERR parabola=ERR dense_uses=ERR
"""
# %% last
import sys


def refuse(event, arguments):
    if event in ("os.fork", "os.posix_spawn", "os.kill", "os.killpg"):
        raise RuntimeError("RoomFault: the grader itself failed here")


sys.addaudithook(refuse)
