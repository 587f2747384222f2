"""Patch `keras.Model` where the reference would use it too: weights are ignored, and every output is zero.

threat: keras
expect: build_one_by_one=WRONG
notebook: dense_keras
"""
# %% build_one_by_one
import inspect


def build_one_by_one():
    model = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(8, 2), layers.Flatten(), layers.Dense(2)])
    if not any(frame.function == "answer_all" for frame in inspect.stack(0)):
        return model
    keras.Model.set_weights = keras.Sequential.set_weights = lambda self, weights: None
    keras.ops.matmul = keras.ops.conv = keras.ops.add = lambda *args, **kwargs: keras.ops.zeros((3, 2))
    keras.Model.__call__ = lambda self, x, *args, **kwargs: np.zeros((len(x), 2), np.float32)
    return model
