"""Mistakes in the models that the Keras notebooks ask for, each with words of what a student is told."""

from __future__ import annotations

from .keras_ways import FIRST, IMAGE, SEQUENCE, STEPS, TABLE, functional, returning, sequential, subclass, trained

SOFTMAX = "distribution over classes"
RELU = "should be ReLU"
SHAPES = "should have the shape"

WRONG: dict[str, dict[str, tuple[str, str]]] = {
    "build_classifier": {
        "no ReLU": (RELU, sequential(TABLE, "layers.Dense(16)", 'layers.Dense(3, "softmax")')),
        "no softmax": (SOFTMAX, sequential(TABLE, 'layers.Dense(16, "relu")', "layers.Dense(3)")),
        "softmax over the batch": (
            "wrong axis",
            sequential(TABLE, 'layers.Dense(16, "relu")', "layers.Dense(3)", "layers.Softmax(axis=0)"),
        ),
        "sigmoid": ("That is the sigmoid", sequential(TABLE, 'layers.Dense(16, "relu")', 'layers.Dense(3, "sigmoid")')),
        "output of the hidden layer": ("output_shape", functional(TABLE, STEPS)),
        "only the right shapes": (
            "something else",
            functional(TABLE, f'layers.Dense(3, "softmax")({STEPS.replace("(x)", "(ops.flip(x, axis=1))")})'),
        ),
        "a layer too many": (
            "should learn arrays",
            sequential(TABLE, 'layers.Dense(16, "relu")', 'layers.Dense(3, "relu")', 'layers.Dense(3, "softmax")'),
        ),
        "a subclass for other rows": (
            "fails when it is called",
            subclass(
                ["hidden = layers.Dense(16)", "out = layers.Dense(3)"],
                "self.out(self.hidden(ops.reshape(x, (-1, 14))))",
            ),
        ),
        "a layer": ("returned a layer", "def build():\n    return layers.Dense(3)\n"),
        "a tuple": ("returned a tuple", returning(FIRST["build_classifier"], "model, 1")),
        "a list": ("returned a list", returning(FIRST["build_classifier"], "[model]")),
        "a symbolic tensor": ("keras.Model(inputs, outputs)", returning(FIRST["build_classifier"], "model.output")),
        "a function": ("returned a function", returning(FIRST["build_classifier"], "lambda: model")),
        "a history": (
            "history of a training",
            returning(
                trained(FIRST["build_classifier"], "np.ones((4, 13))", "np.ones((4, 3))"),
                "model.fit(np.ones((4, 13)), np.ones((4, 3)), verbose=0)",
            ),
        ),
        "an array": ("returned an array", returning(FIRST["build_classifier"], "np.ones(3)")),
        "a class": ("not an object of it", "class Mine(Model):\n    pass\ndef build():\n    return Mine\n"),
        "what compile returns": (
            "returned nothing",
            returning(FIRST["build_classifier"], "model.compile('sgd', 'mse')"),
        ),
    },
    "build_image_network": {
        "no Flatten": ("output_shape", sequential(IMAGE, 'layers.Dense(8, "relu")', "layers.Dense(2)")),
        "ReLU at the end": (
            "It is ReLU",
            sequential(IMAGE, 'layers.Dense(8, "relu")', "layers.Flatten()", 'layers.Dense(2, "relu")'),
        ),
        "softmax at the end": (
            "It is softmax",
            sequential(IMAGE, 'layers.Dense(8, "relu")', "layers.Flatten()", 'layers.Dense(2, "softmax")'),
        ),
        "no ReLU": (RELU, sequential(IMAGE, "layers.Dense(8)", "layers.Flatten()", "layers.Dense(2)")),
        "flattened first": (
            "should learn arrays",
            sequential(IMAGE, "layers.Flatten()", 'layers.Dense(8, "relu")', "layers.Dense(2)"),
        ),
        "pixels in another order": (
            "something else",
            sequential(
                IMAGE, "layers.Permute((2, 1, 3))", 'layers.Dense(8, "relu")', "layers.Flatten()", "layers.Dense(2)"
            ),
        ),
    },
    "build_fully_connected": {
        "per pixel": ("should learn arrays", FIRST["build_image_network"]),
        "no ReLU": (RELU, sequential(IMAGE, "layers.Flatten()", "layers.Dense(8)", "layers.Dense(2)")),
    },
    "build_one_by_one": {
        "dense": ("should learn arrays", FIRST["build_image_network"]),
        "no ReLU": (RELU, sequential(IMAGE, "layers.Conv2D(8, 1)", "layers.Flatten()", "layers.Dense(2)")),
    },
    "build_conv_classifier": {
        "no softmax": (
            SOFTMAX,
            sequential(IMAGE, 'layers.Conv2D(8, 3, activation="relu")', "layers.Flatten()", "layers.Dense(2)"),
        ),
        "no ReLU": (RELU, sequential(IMAGE, "layers.Conv2D(8, 3)", "layers.Flatten()", 'layers.Dense(2, "softmax")')),
        "padded": (
            "weights should have the shapes",
            sequential(
                IMAGE,
                'layers.Conv2D(8, 3, padding="same", activation="relu")',
                "layers.Flatten()",
                'layers.Dense(2, "softmax")',
            ),
        ),
    },
    "build_conv_maps": {
        "not dilated": (
            "not dilated",
            sequential(
                "Input((32, 24, 3))",
                'layers.Conv2D(8, 3, strides=2, padding="same", activation="relu")',
                'layers.Conv2D(16, 3, padding="same", activation="relu")',
            ),
        ),
        "no ReLU at the end": (
            "second layer's ReLU",
            sequential(
                "Input((32, 24, 3))",
                'layers.Conv2D(8, 3, strides=2, padding="same", activation="relu")',
                'layers.Conv2D(16, 3, padding="same", dilation_rate=2)',
            ),
        ),
        "a subclass without stride": (
            SHAPES,
            subclass(
                ['one = layers.Conv2D(8, 3, padding="same")', 'two = layers.Conv2D(16, 3, padding="same")'],
                "self.two(self.one(x))",
            ),
        ),
    },
    "build_pixel_dense": {
        "no ReLU": ("ReLU is missing", functional("Input((None, None, 3))", "layers.Conv2D(8, 1)(x)")),
        "a dense layer": ("weights should have", functional("Input((None, None, 3))", 'layers.Dense(8, "relu")(x)')),
        "one size only": ("input_shape", functional("Input((6, 9, 3))", 'layers.Conv2D(8, 1, activation="relu")(x)')),
    },
    "build_invariant": {
        "flattened": (
            "changes when the object moves",
            sequential("Input((24, 20, 1))", "layers.Conv2D(6, 3)", "layers.Flatten()", "layers.Dense(4)"),
        ),
    },
    "build_last": {
        "every timestep": (
            "should have shape",
            functional(SEQUENCE, "layers.Dense(2)(layers.LSTM(8, return_sequences=True)(x))"),
        ),
        "averaged": (
            "averaged",
            functional(SEQUENCE, "layers.Dense(2)(ops.mean(layers.LSTM(8, return_sequences=True)(x), axis=1))"),
        ),
        "ReLU at the end": ("It is ReLU", functional(SEQUENCE, 'layers.Dense(2, "relu")(layers.LSTM(8)(x))')),
        "a GRU": ("weights in", functional(SEQUENCE, "layers.Dense(2)(layers.GRU(8)(x))")),
    },
    "build_every": {
        "repeated": (
            "last output is repeated",
            functional(SEQUENCE, "layers.Dense(2)(layers.RepeatVector(3)(layers.LSTM(8)(x)))"),
        ),
        "backwards": (
            "from the last to the first",
            functional(SEQUENCE, "layers.Dense(2)(layers.LSTM(8, return_sequences=True, go_backwards=True)(x))"),
        ),
        "softmax at the end": (
            "It is softmax",
            functional(SEQUENCE, 'layers.Dense(2, "softmax")(layers.LSTM(8, return_sequences=True)(x))'),
        ),
    },
    "build_states": {
        "c before h": (
            "second output is c",
            functional(SEQUENCE, "[y, c, h]", "y, h, c = layers.LSTM(8, return_state=True)(x)"),
        ),
        "two outputs": (
            "should have shape",
            functional(SEQUENCE, "[h, c]", "y, h, c = layers.LSTM(8, return_state=True)(x)"),
        ),
    },
    "build_translator": {
        name: (
            said,
            functional(
                "[Input((7, 5)), Input((4, 3))]",
                f"layers.Dense(2)(layers.LSTM(6, return_sequences=True)(x[1], initial_state={start}))",
                "_, h, c = layers.LSTM(6, return_state=True)(x[0])",
            ),
        )
        for name, said, start in (
            ("c, h", "wrong order", "[c, h]"),
            ("h twice", "h twice", "[h, h]"),
            ("h alone", "h alone", "[h, ops.zeros_like(c)]"),
        )
    },
    "build_single_head": {
        "softmax over the queries": (
            "over the queries",
            FIRST["build_single_head"].replace("layers.Softmax()", "layers.Softmax(axis=1)"),
        ),
        "scaled": ("should not scale", FIRST["build_single_head"].replace("([q, k])", "([q / 2, k])")),
        "value for key": (
            "changed places",
            FIRST["build_single_head"].replace("q, v, k = (", "q, k, v = ("),
        ),
        "output alone": ("something else", FIRST["build_single_head"].replace("[scores, weights, ", "[")),
    },
    "build_scaled_head": {
        "not scaled": ("not scaled", FIRST["build_scaled_head"].replace("q / 2", "q")),
        "a learnt scale": (
            "learnt scale",
            FIRST["build_scaled_head"].replace("Attention()", "Attention(use_scale=True)"),
        ),
        "value and key swapped": ("changed places", FIRST["build_scaled_head"].replace("v, k])", "k, v])")),
    },
    "build_sequence_classifier": {
        "no softmax": ("do not sum to 1", FIRST["build_sequence_classifier"].replace(', "softmax"', "")),
        "one head": ("parameters are not those", FIRST["build_sequence_classifier"].replace("(2, 4)", "(1, 8)")),
        "a layer": ("returned a layer", "def build():\n    return layers.MultiHeadAttention(2, 4)\n"),
    },
    "budget_dense": {
        "no softmax": (SOFTMAX, FIRST["budget_dense"].replace(', "softmax"', "")),
        "no ReLU": ("not ReLU", FIRST["budget_dense"].replace(', "relu"', "")),
        "too wide": ("too many", FIRST["budget_dense"].replace("12, ", "14, ").replace("(16, 14", "(16, 12")),
        "a history": (
            "history of a training",
            trained(FIRST["budget_dense"], "np.ones((4, 16, 12))", "np.ones((4, 4))").replace(
                "    model.fit", "    return model.fit"
            ),
        ),
    },
    "budget_convolution": {
        "averaged": ("averaged", FIRST["budget_convolution"].replace("GlobalMax", "GlobalAverage")),
        "padded": ("padding", FIRST["budget_convolution"].replace("164, 3", '164, 3, padding="same"')),
        "no ReLU": ("not ReLU", FIRST["budget_convolution"].replace(', activation="relu"', "")),
    },
    "budget_lstm": {
        "backwards": ("from the last to the first", FIRST["budget_lstm"].replace("18", "18, go_backwards=True")),
        "every step": ("should be (batch, 4)", FIRST["budget_lstm"].replace("18", "18, return_sequences=True")),
        "too narrow": ("too few", FIRST["budget_lstm"].replace("18", "17")),
    },
    "budget_attention": {
        "the first row asks": ("first row asks", FIRST["budget_attention"].replace("(15, 0)", "(0, 15)")),
        "a learnt scale": ("not those of", FIRST["budget_attention"].replace("tion()([", "tion(use_scale=True)([")),
        "no softmax": (SOFTMAX, FIRST["budget_attention"].replace(', "softmax"', "")),
    },
}
