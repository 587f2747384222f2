"""Valid ways to build the models that the Keras notebooks ask for.

Source code, since student code is defined and called in a sandbox only. Each way defines ``build``.
"""

from __future__ import annotations

PRELUDE = """
import keras, numpy as np
from keras import Input, Model, Sequential, layers, ops
"""


def functional(inputs: str, outputs: str, *steps: str) -> str:
    body = "".join(f"    {step}\n" for step in steps)
    return f"def build():\n    x = {inputs}\n{body}    return Model(x, {outputs})\n"


def sequential(*stack: str) -> str:
    return f"def build():\n    return Sequential([{', '.join(stack)}])\n"


def subclass(made: list[str], outputs: str, *steps: str, inputs: str = "x") -> str:
    init = "".join(f"        self.{one}\n" for one in made)
    body = "".join(f"        {step}\n" for step in steps)
    return (
        f"class Mine(Model):\n    def __init__(self):\n        super().__init__()\n{init}"
        f"    def call(self, {inputs}):\n{body}        return {outputs}\n\nbuild = Mine\n"
    )


def under_policy(policy: str, source: str) -> str:
    return (
        f"{source}\ndef build(plain=build):\n    before = keras.config.dtype_policy()\n"
        f"    keras.config.set_dtype_policy({policy!r})\n"
        "    try:\n        return plain()\n    finally:\n        keras.config.set_dtype_policy(before)\n"
    )


def trained(source: str, x: str, y: str) -> str:
    return (
        f"{source}\ndef build(plain=build):\n    model = plain()\n"
        f"    model.compile('sgd', 'mse', metrics=['mae'])\n    model.fit({x}, {y}, verbose=0)\n    return model\n"
    )


def returning(source: str, what: str) -> str:
    return f"{source}\ndef build(plain=build):\n    model = plain()\n    return {what}\n"


TABLE, IMAGE, SEQUENCE, ROWS = "Input((13,))", "Input((32, 32, 3))", "Input((3, 32))", "Input((16, 12))"
HEAD = "query, value, key = (Input((None, 32)) for _ in range(3))"
STEPS = 'layers.Dense(16, activation="relu")(x)'

RIGHT: dict[str, dict[str, str]] = {
    "build_classifier": {
        "functional": functional(TABLE, f'layers.Dense(3, activation="softmax")({STEPS})'),
        "sequential": sequential(TABLE, 'layers.Dense(16, activation="relu")', 'layers.Dense(3, activation="softmax")'),
        "sequential that a call builds": sequential(
            'layers.Dense(16, "relu", name="first")', 'layers.Dense(3, "softmax", name="last")'
        ),
        "subclass": subclass(
            ['hidden = layers.Dense(16, activation="relu")', 'out = layers.Dense(3, activation="softmax")'],
            "self.out(self.hidden(x))",
        ),
        "input_shape": sequential('layers.Dense(16, "relu", input_shape=(13,))', 'layers.Dense(3, "softmax")'),
        "subclass, last layer made first": subclass(
            ["out = layers.Dense(3)", "hidden = layers.Dense(16)"], "ops.softmax(self.out(ops.relu(self.hidden(x))))"
        ),
        "activation layers": sequential(
            TABLE, "layers.Dense(16)", "layers.ReLU()", "layers.Dense(3)", 'layers.Activation("softmax")'
        ),
        "dropout, which is off at test time": sequential(
            TABLE, 'layers.Dense(16, "relu")', "layers.Dropout(0.5)", 'layers.Dense(3, "softmax")'
        ),
        "float64": under_policy("float64", sequential(TABLE, 'layers.Dense(16, "relu")', 'layers.Dense(3, "softmax")')),
        "trained": trained(
            sequential(TABLE, 'layers.Dense(16, "relu")', 'layers.Dense(3, "softmax")'),
            "np.ones((8, 13))",
            "np.zeros((8, 3))",
        ),
    },
    "build_image_network": {
        "functional": functional(IMAGE, 'layers.Dense(2)(layers.Flatten()(layers.Dense(8, activation="relu")(x)))'),
        "reshape": sequential(IMAGE, 'layers.Dense(8, "relu")', "layers.Reshape((8192,))", "layers.Dense(2)"),
        "subclass": subclass(
            ["pixel = layers.Dense(8)", "out = layers.Dense(2)"],
            "self.out(ops.reshape(ops.relu(self.pixel(x)), (-1, 8192)))",
        ),
        "linear by name": sequential(
            IMAGE, 'layers.Dense(8, "relu")', "layers.Flatten()", 'layers.Dense(2, activation="linear")'
        ),
    },
    "build_fully_connected": {
        "functional": functional(IMAGE, 'layers.Dense(2)(layers.Dense(8, activation="relu")(layers.Flatten()(x)))'),
        "sequential": sequential(IMAGE, "layers.Reshape((-1,))", 'layers.Dense(8, "relu")', "layers.Dense(2)"),
        "subclass": subclass(
            ["flat = layers.Flatten()", 'hidden = layers.Dense(8, activation="relu")', "out = layers.Dense(2)"],
            "self.out(self.hidden(self.flat(x)))",
        ),
    },
    "build_one_by_one": {
        "functional": functional(IMAGE, 'layers.Dense(2)(layers.Flatten()(layers.Conv2D(8, 1, activation="relu")(x)))'),
        "subclass": subclass(
            ["pixel = layers.Conv2D(8, (1, 1))", "flat = layers.Flatten()", "out = layers.Dense(2)"],
            "self.out(self.flat(ops.relu(self.pixel(x))))",
        ),
    },
    "build_conv_classifier": {
        "functional": functional(
            IMAGE, 'layers.Dense(2, "softmax")(layers.Flatten()(layers.Conv2D(8, 3, activation="relu")(x)))'
        ),
        "sequential that a call builds": sequential(
            'layers.Conv2D(8, (3, 3), activation="relu")', "layers.Flatten()", 'layers.Dense(2, activation="softmax")'
        ),
        "subclass, last layer made first": subclass(
            ['out = layers.Dense(2, activation="softmax")', 'conv = layers.Conv2D(8, 3, activation="relu")'],
            "self.out(ops.reshape(self.conv(x), (-1, 7200)))",
        ),
    },
    "build_conv_maps": {
        "functional": functional(
            "Input((32, 24, 3))",
            'layers.Conv2D(16, 3, padding="same", dilation_rate=2, activation="relu")(maps)',
            'maps = layers.Conv2D(8, 3, strides=2, padding="same", activation="relu")(x)',
        ),
        "subclass": subclass(
            [
                'one = layers.Conv2D(8, 3, strides=2, padding="same", activation="relu")',
                'two = layers.Conv2D(16, 3, padding="same", dilation_rate=2)',
            ],
            "ops.relu(self.two(self.one(x)))",
        ),
    },
    "build_pixel_dense": {
        "functional": functional("Input((None, None, 3))", 'layers.Conv2D(8, 1, activation="relu")(x)'),
        "subclass": subclass(["pixel = layers.Conv2D(8, 1)"], "ops.relu(self.pixel(x))"),
    },
    "build_invariant": {
        "functional": functional(
            "Input((24, 20, 1))",
            "layers.Dense(4)(layers.GlobalMaxPooling2D()(maps))",
            'maps = layers.Conv2D(6, 3, padding="same", activation="relu")(x)',
        ),
        "subclass": subclass(
            ['conv = layers.Conv2D(6, 3, padding="same", activation="relu")', "out = layers.Dense(4)"],
            "self.out(ops.mean(self.conv(x), axis=(1, 2)))",
        ),
    },
    "build_last": {
        "functional": functional(SEQUENCE, "layers.Dense(2)(layers.LSTM(8)(x))"),
        "sequential that a call builds": sequential("layers.LSTM(8)", "layers.Dense(2)"),
        "subclass, last layer made first": subclass(
            ["out = layers.Dense(2)", "cell = layers.LSTM(8)"], "self.out(self.cell(x))"
        ),
        "cut from the sequence": functional(
            SEQUENCE, "layers.Dense(2)(layers.LSTM(8, return_sequences=True)(x)[:, -1])"
        ),
        "a cell in an RNN": functional(SEQUENCE, "layers.Dense(2)(layers.RNN(layers.LSTMCell(8))(x))"),
    },
    "build_every": {
        "functional": functional(SEQUENCE, "layers.Dense(2)(layers.LSTM(8, return_sequences=True)(x))"),
        "time distributed": sequential(
            SEQUENCE, "layers.LSTM(8, return_sequences=True)", "layers.TimeDistributed(layers.Dense(2))"
        ),
        "subclass": subclass(
            ["cell = layers.LSTM(8, return_sequences=True)", "out = layers.Dense(2)"], "self.out(self.cell(x))"
        ),
    },
    "build_states": {
        "functional": functional(SEQUENCE, "layers.LSTM(8, return_state=True)(x)"),
        "subclass": subclass(["cell = layers.LSTM(8, return_state=True)"], "self.cell(x)"),
        "subclass that gives a tuple": subclass(
            ["cell = layers.LSTM(8, return_state=True)"], "(output, h, c)", "output, h, c = self.cell(x)"
        ),
    },
    "build_translator": {
        "functional": functional(
            "[Input((7, 5)), Input((4, 3))]",
            "layers.Dense(2)(layers.LSTM(6, return_sequences=True)(x[1], initial_state=[h, c]))",
            "_, h, c = layers.LSTM(6, return_state=True)(x[0])",
        ),
        "subclass, decoder made first": subclass(
            [
                "decoder = layers.LSTM(6, return_sequences=True)",
                "out = layers.Dense(2)",
                "encoder = layers.LSTM(6, return_state=True)",
            ],
            "self.out(self.decoder(target, initial_state=[h, c]))",
            "source, target = x",
            "_, h, c = self.encoder(source)",
        ),
    },
    "build_single_head": {
        "functional": (
            f"def build():\n    {HEAD}\n    q, v, k = (layers.Dense(4)(x) for x in (query, value, key))\n"
            "    scores = layers.Dot(axes=(2, 2))([q, k])\n    weights = layers.Softmax()(scores)\n"
            "    return Model([query, value, key], [scores, weights, layers.Dot(axes=(2, 1))([weights, v])])\n"
        ),
        "subclass": subclass(
            ["q = layers.Dense(4)", "k = layers.Dense(4)", "v = layers.Dense(4)"],
            "[scores, weights, ops.matmul(weights, self.v(value))]",
            "query, value, key = x",
            "scores = ops.einsum('bqd,bkd->bqk', self.q(query), self.k(key))",
            "weights = ops.softmax(scores)",
        ),
    },
    "build_scaled_head": {
        "functional": (
            f"def build():\n    {HEAD}\n    q, v, k = (layers.Dense(4)(x) for x in (query, value, key))\n"
            "    return Model([query, value, key], layers.Attention()([q / 2, v, k]))\n"
        ),
        "subclass": subclass(
            ["q = layers.Dense(4)", "k = layers.Dense(4)", "v = layers.Dense(4)", "mix = layers.Attention()"],
            "self.mix([0.5 * self.q(query), self.v(value), self.k(key)])",
            "query, value, key = x",
        ),
    },
    "build_sequence_classifier": {
        "functional": functional(
            "Input((None, 6))",
            'layers.Dense(3, "softmax")(layers.GlobalAveragePooling1D()(layers.MultiHeadAttention(2, 4)(x, x)))',
        ),
        "subclass, last layer made first": subclass(
            ["out = layers.Dense(3)", "heads = layers.MultiHeadAttention(num_heads=2, key_dim=4)"],
            "ops.softmax(self.out(ops.mean(self.heads(x, x), axis=1)))",
        ),
    },
    "budget_dense": {
        "functional": functional(ROWS, 'layers.Dense(4, "softmax")(layers.Dense(12, "relu")(layers.Flatten()(x)))'),
        "subclass, last layer made first": subclass(
            ["out = layers.Dense(4)", "hidden = layers.Dense(12)"],
            "ops.softmax(self.out(ops.relu(self.hidden(ops.reshape(x, (-1, 192))))))",
        ),
    },
    "budget_convolution": {
        "functional": functional(
            ROWS,
            'layers.Dense(4, "softmax")(layers.GlobalMaxPooling2D()(maps))',
            'maps = layers.Conv2D(164, 3, activation="relu")(layers.Reshape((16, 12, 1))(x))',
        ),
        "subclass": subclass(
            ["conv = layers.Conv2D(170, (3, 3))", "out = layers.Dense(4)"],
            "ops.softmax(self.out(ops.relu(ops.max(self.conv(x[..., None]), axis=(1, 2)))))",
        ),
    },
    "budget_lstm": {
        "functional": functional(ROWS, 'layers.Dense(4, "softmax")(layers.LSTM(18)(x))'),
        "subclass, last layer made first": subclass(
            ['out = layers.Dense(4, "softmax")', "cell = layers.LSTM(18, return_sequences=True)"],
            "self.out(self.cell(x)[:, -1])",
        ),
    },
    "budget_attention": {
        "functional": functional(
            ROWS,
            'layers.Dense(4, "softmax")(layers.Flatten()(layers.Attention()([q, v, k])))',
            "q, k, v = layers.Dense(54)(layers.Cropping1D((15, 0))(x)), layers.Dense(54)(x), layers.Dense(54)(x)",
        ),
        "subclass, last layer made first": subclass(
            ["out = layers.Dense(4)", "v = layers.Dense(55)", "q = layers.Dense(55)", "k = layers.Dense(55)"],
            "ops.softmax(self.out(ops.sum(weights[..., None] * self.v(x), axis=1)))",
            "weights = ops.softmax(ops.sum(self.k(x) * self.q(x[:, -1:]), axis=-1))",
        ),
    },
}

FIRST = {name: ways["functional"] for name, ways in RIGHT.items()}
