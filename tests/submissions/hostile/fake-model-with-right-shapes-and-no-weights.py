"""Name the right shapes, and give for the weights nothing, or ragged lists that are no arrays.

threat: keras
expect: build_classifier=WRONG build_one_by_one=WRONG
notebook: dense_keras
"""
# %% build_classifier
class Hollow:
    input_shape, output_shape = (None, 13), (None, 3)

    def get_weights(self):
        return None


def build_classifier():
    return Hollow()
# %% build_one_by_one
class Ragged(Hollow):
    input_shape, output_shape = (None, 32, 32, 3), (None, 2)

    def get_weights(self):
        return [[[1.0, 2.0], [3.0]], 7, None, "kernel"]


def build_one_by_one():
    return Ragged()
