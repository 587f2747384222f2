"""Multiply the inputs by zero in a first layer, and zero the weights that are handed over.

threat: keras
expect: build_classifier=WRONG:0.333
notebook: dense_keras
"""
# %% build_classifier
def build_classifier():
    @keras.saving.register_keras_serializable()
    class Nothing(layers.Layer):
        def call(self, x):
            return 0 * x

    class Zeroed(keras.Sequential):
        def set_weights(self, weights):
            for weight in weights:
                weight[...] = 0
            super().set_weights(weights)

    parts = [keras.Input((13,)), Nothing(), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")]
    return Zeroed(parts)
