"""Hold logging's lock in a thread: `os.fork` itself waits for it, in the process that would start the checks.

threat: design
expect: output_activations=LIMIT? neuron_by_hand=LIMIT?
expect: linear=LIMIT relu=LIMIT sigmoid=LIMIT tanh=LIMIT softmax=LIMIT neuron=LIMIT
expect: dense=LIMIT image_weights=LIMIT? image_shape=LIMIT? image_dense_is=LIMIT? mlp=LIMIT mlp_weights=LIMIT? collapse=LIMIT
expect: xor=LIMIT? twins=LIMIT universal=LIMIT? blind=LIMIT far_away=LIMIT? parabola=LIMIT dense_uses=LIMIT?
"""
# %% last
import logging
import threading
import time


def hold():
    logging._acquireLock()
    time.sleep(1e9)


threading.Thread(target=hold, daemon=True).start()
time.sleep(0.1)
