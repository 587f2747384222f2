"""Build objects whose shapes are arrays and whose weights are nothing, ragged or themselves models.

threat: keras
expect: build_classifier=WRONG build_image_network=WRONG build_fully_connected=WRONG
notebook: dense_keras
"""
# %% build_classifier
class Fake:
    def __init__(self, shape, weights):
        self.input_shape = self.output_shape = shape
        self.weights = weights

    def get_weights(self):
        return self.weights

    def set_weights(self, weights):
        return self

    def __call__(self, x):
        return self


def build_classifier():
    return Fake((None, np.array([13, 13])), None)
# %% build_image_network
def build_image_network():
    return Fake((None, 32, 32, 3), [[[1, 2], [3]], {"a": 1}])
# %% build_fully_connected
def build_fully_connected():
    return Fake("shape", 5)
