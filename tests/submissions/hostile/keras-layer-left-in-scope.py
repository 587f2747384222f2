"""Make a layer object in a cell of its own, and only call it in the graded function.

threat: keras
expect: softmax=ERR
"""
# %% first
import keras

layer = keras.layers.Softmax(axis=-1)
model = keras.Sequential([layer])
# %% softmax
def softmax(z):
    return np.asarray(layer(z))
