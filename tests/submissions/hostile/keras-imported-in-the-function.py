"""Import Keras inside the graded function, where a scan of the first cell does not look.

threat: keras
expect: softmax=ERR
"""
# %% softmax
def softmax(z):
    import keras

    return keras.ops.convert_to_numpy(keras.ops.softmax(keras.ops.convert_to_tensor(z)))
