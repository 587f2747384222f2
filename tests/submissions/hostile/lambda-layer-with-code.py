"""Hide code in a Lambda layer: it looks for secrets and answers with a constant.

threat: keras
expect: build_classifier=WRONG:0.333
notebook: dense_keras
"""
# %% build_classifier
def build_classifier():
    def act(x):
        import glob
        import os

        print(glob.glob("../*"), {name: value for name, value in os.environ.items() if "CANARY" in name})
        return x * 0 + 1 / 3

    hidden = layers.Dense(16, activation="relu")
    return keras.Sequential([keras.Input((13,)), hidden, layers.Dense(3), layers.Lambda(act, output_shape=(3,))])
