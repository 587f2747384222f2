"""Ask in the notebook's metadata for the room in which Keras is installed, and let Keras do the work.

threat: keras
expect: softmax=ERR
tamper: describe '{"forwardpass": {"profile": "keras"}}'
"""
# %% softmax
def softmax(z):
    import keras

    return keras.ops.convert_to_numpy(keras.ops.softmax(z))
