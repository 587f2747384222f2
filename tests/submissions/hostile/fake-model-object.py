"""Build no model but an object that names the right shapes and takes any weights; the shapes alone are right.

threat: keras
expect: build_classifier=WRONG:0.333
notebook: dense_keras
"""
# %% build_classifier
def build_classifier():
    class Functional:
        input_shape, output_shape = (None, 13), (None, 3)

        def get_weights(self):
            return [np.zeros((13, 16)), np.zeros(16), np.zeros((16, 3)), np.zeros(3)]

        def set_weights(self, weights):
            for weight in weights:
                weight[...] = 0

        def __call__(self, x):
            return np.full((len(x), 3), 1 / 3, np.float32)

    return Functional()
