"""What students construct and build in the attention assignment: right answers accepted, wrong ones refused."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.graders import attention_properties as claim

from .bench import ATTENTION

generator = ATTENTION.generator
pytestmark = pytest.mark.usefixtures("decided_both_ways")


# -- constructed answers ----------------------------------------------------------------------------------------------


def refused(function, *args):
    with pytest.raises(AssertionError) as refusal:
        function(*args)
    return str(refusal.value)


def pairs():
    rng = generator(0)
    return rng.standard_normal((5, 3)), rng.standard_normal((5, 2)), rng.standard_normal((6, 3))


@pytest.mark.parametrize("order", [[4, 3, 2, 1, 0], [1, 0, 2, 3, 4], [2, 3, 4, 0, 1]])
def test_a_shuffle_of_pairs_is_accepted(order):
    key, value, queries = pairs()
    claim.shuffles_pairs(key, value, (key[order], value[order].astype(np.float32)), queries)


@pytest.mark.parametrize(
    ("shuffle", "said"),
    [
        (lambda k, v: (k, v), "Nothing moved"),
        (lambda k, v: (k[::-1], v), "lost its value"),
        (lambda k, v: (k[::-1], np.roll(v, 1, axis=0)), "lost its value"),
        (lambda k, v: (k[:, ::-1], v), "not the given rows"),
        (lambda k, v: (0 * k, 0 * v), "not the given rows"),
        (lambda k, v: (np.repeat(k[:1], 5, 0), np.repeat(v[:1], 5, 0)), "not the given rows"),
        (lambda k, v: (k[::-1], np.full_like(v, np.nan)), "NaN"),
        (lambda k, v: (k[:4], v[:4]), "another shape"),
        (lambda k, v: k[::-1], "tuple"),
        (lambda k, v: None, "Not answered"),
        (lambda k, v: ("key", v), "numbers"),
    ],
)
def test_other_shuffles_are_refused(shuffle, said):
    key, value, queries = pairs()
    assert said in refused(claim.shuffles_pairs, key, value, shuffle(key, value), queries)


def start_token(length):
    value = np.zeros((length, 1))
    value[0] = 1
    return value


def sequence(length, query=0.0, key=0.0, first=None, value=None):
    rest = np.full((length, 2), float(key))
    if first is not None:
        rest[0] = first
    return np.full((length, 2), float(query)), rest, start_token(length) if value is None else value


@pytest.mark.parametrize(
    "make",
    [
        lambda n: sequence(n),
        lambda n: sequence(n, query=1.5, key=-2.0),
        lambda n: sequence(n, query=0.0, key=3.0, first=7.0),
        lambda n: tuple(array.tolist() for array in sequence(n)),
    ],
)
def test_a_leak_of_position_is_accepted(make):
    for length in (6, 11):
        claim.leaks_position(length, make(length))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda n: sequence(n, value=1 / np.arange(1, n + 1)[:, None]), "`value` after the first differ"),
        (lambda n: sequence(n, query=1.0, key=0.0, first=1.0), "is not 1/2"),
        (lambda n: sequence(n, value=np.ones((n, 1))), "is not 1/2"),
        (lambda n: sequence(n, value=np.zeros((n, 1))), "is not 1/1"),
        (lambda n: (np.arange(n)[:, None], np.zeros((n, 1)), start_token(n)), "`query` after the first differ"),
        (lambda n: (np.zeros((n, 1)), np.zeros((n, 2)), start_token(n)), "same width"),
        (lambda n: (np.zeros((n, 0)), np.zeros((n, 0)), start_token(n)), "another shape"),
        (lambda n: sequence(8), "another shape"),
        (lambda n: sequence(n, query=np.nan), "NaN"),
        (lambda n: sequence(n, query=1e8), "between"),
    ],
)
def test_no_leak_of_position_is_refused(make, said):
    assert said in refused(claim.leaks_position, 6, make(6))


A, B = [1.0, 0.0, 2.0], [0.0, -1.0, 1.0]


@pytest.mark.parametrize(
    "answer",
    [
        ([A, B], [A, A, B, B]),
        ([A, B], [B, A, B, A, B, A]),
        {"small": [A, A, B], "large": [A, B, A, A, B, A]},
        (np.array([A, B, B, A], np.float32), np.array([B, A], np.float32)),
    ],
)
def test_sets_that_cannot_be_counted_are_accepted(answer):
    claim.cannot_count(answer, 0.5 * generator(0).standard_normal((16, 3)))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (([A, B], [A, A, B]), "a query for which"),
        (([A, B], [A, B, [0.5, -0.5, 1.5]]), "a query for which"),
        (([A, B], [A, B, [0, 0, 0]]), "a query for which"),
        (([A, B], [B, A]), "same size"),
        (([A, A], [A, A, A]), "at least two tokens"),
        (([[0, 0, 0]] * 2, [[0, 0, 0]] * 4), "at least two tokens"),
        (([A], [A, A]), "at least two tokens"),
        (([[1e4, 0, 0], [-1e4, 0, 0]], [[1e4, 0, 0], [1e4, 0, 0], [-1e4, 0, 0]]), "between"),
        (([A, [0, 0, np.inf]], [A, A, B, B]), "NaN or infinity"),
        (([A[:2], B[:2]], [A[:2], A[:2], B[:2], B[:2]]), "another shape"),
        ((np.zeros((0, 3)), [A, B]), "another shape"),
        (None, "Not answered"),
    ],
)
def test_sets_that_differ_are_refused(answer, said):
    assert said in refused(claim.cannot_count, answer, 0.5 * generator(0).standard_normal((16, 3)))


LINE = [[0.0, 0.0], [2.0, 4.0], [1.0, 2.0]]  # the third is the mean of the others


@pytest.mark.parametrize(
    "answer",
    [
        (LINE, np.log([0.4, 0.4, 0.2]), np.log([0.1, 0.1, 0.8])),
        # 0, 1 and 4 on a line: 1 = 3/4 · 0 + 1/4 · 4, so 0.4 of it is 0.3 of the first and 0.1 of the last
        ([[0, 0], [1, 0], [4, 0]], np.log([0.2, 0.6, 0.2]), np.log([0.5, 0.2, 0.3])),
        {"value": np.array(LINE), "scores_a": np.log([5, 5, 2]) + 3, "scores_b": np.log([1, 1, 10])},
    ],
)
def test_two_explanations_are_accepted(answer):
    claim.explains_twice(answer)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((LINE, [0.0, 1.0, 2.0], [5.0, 6.0, 7.0]), "nowhere 0.2 apart"),
        ((LINE, np.log([0.4, 0.4, 0.2]), np.log([0.35, 0.35, 0.3])), "nowhere 0.2 apart"),
        ((LINE, np.log([0.4, 0.4, 0.2]), np.log([0.1, 0.8, 0.1])), "outputs differ"),
        (([[0, 0], [1, 0], [0, 1]], np.log([0.4, 0.4, 0.2]), np.log([0.1, 0.1, 0.8])), "outputs differ"),
        ((np.zeros((3, 2)), [0.0, 0.0, 5.0], [5.0, 0.0, 0.0]), "(nearly) the same"),
        (([[0, 0], [0, 0], [1, 2]], [5.0, 0.0, 0.0], [0.0, 5.0, 0.0]), "(nearly) the same"),
        ((LINE, [0.0, 0.0, np.nan], [0.0, 0.0, 1.0]), "NaN"),
        ((LINE, [0.0, 0.0, -1e300], [0.0, 0.0, 1.0]), "between"),
        ((LINE, [0.0, 0.0]), "tuple"),
    ],
)
def test_single_explanations_are_refused(answer, said):
    assert said in refused(claim.explains_twice, answer)


# -- built models -----------------------------------------------------------------------------------------------------


class Built:
    """A Keras model as the sandbox hands it to a check: plain values in, plain values out."""

    def __init__(self, model):
        self.model = model
        self.get_weights, self.set_weights = model.get_weights, model.set_weights

    def value(self, name):
        return getattr(self.model, name)

    def __call__(self, x):
        from keras import ops, tree

        return tree.map_structure(ops.convert_to_numpy, self.model(x))


def one_head(parts, scale=None, order=("query", "key", "value"), swap=False, bias=True, use_scale=False):
    import keras
    from keras import layers

    inputs = {name: keras.Input((None, 32)) for name in ("query", "value", "key")}
    dense = {name: layers.Dense(4, use_bias=bias) for name in order}
    query, value, key = (dense[name](inputs[name]) for name in ("query", "value", "key"))
    if swap:
        value, key = key, value
    if scale is not None:
        query = layers.Rescaling(scale)(query)
    if parts == 1:
        outputs = layers.Attention(use_scale=use_scale)([query, value, key])
    else:
        scores = layers.Dot(axes=(2, 2))([query, key])
        weights = layers.Softmax()(scores)
        outputs = [scores, weights, layers.Dot(axes=(2, 1))([weights, value])]
    return Built(keras.Model(list(inputs.values()), outputs))


@pytest.mark.parametrize("order", [("query", "key", "value"), ("value", "query", "key")])
def test_a_head_from_single_steps_is_accepted(order):
    model = one_head(3, order=order)
    for lengths in ((16, 5), (8, 3)):
        claim.attends_with_one_head(model, generator(0), lengths, scale=1.0, parts=3)


def test_a_head_from_operations_is_accepted():
    import keras
    from keras import layers, ops

    query, value, key = (keras.Input((None, 32)) for _ in range(3))
    q, k, v = layers.Dense(4)(query), layers.Dense(4)(key), layers.Dense(4)(value)
    scores = ops.matmul(q, ops.transpose(k, (0, 2, 1)))
    weights = ops.softmax(scores, axis=-1)
    model = keras.Model([query, value, key], [scores, weights, ops.matmul(weights, v)])
    claim.attends_with_one_head(Built(model), generator(0), (16, 5), scale=1.0, parts=3)


def test_scaled_heads_are_accepted():
    import keras
    from keras import layers

    claim.attends_with_one_head(one_head(1, scale=0.5), generator(0), (7, 5), scale=0.5, parts=1)
    query, value, key = (keras.Input((None, 32)) for _ in range(3))
    output = layers.Attention()([layers.Dense(4)(query), layers.Dense(4)(value), layers.Dense(4)(key) / 4**0.5])
    claim.attends_with_one_head(
        Built(keras.Model([query, value, key], output)), generator(0), (7, 5), scale=0.5, parts=1
    )


def test_other_heads_are_refused():
    def hint(model, scale, parts):
        with pytest.raises(AssertionError) as refusal:
            claim.attends_with_one_head(model, generator(0), (7, 5), scale=scale, parts=parts)
        return refusal.value.hint

    assert "changed places" in hint(one_head(3, swap=True), 1.0, 3)
    assert "changed places" in hint(one_head(1, scale=0.5, swap=True), 0.5, 1)
    assert "should not scale" in hint(one_head(3, scale=0.5), 1.0, 3)
    assert "not scaled" in hint(one_head(1), 0.5, 1)
    assert "learnt scale" in hint(one_head(1, use_scale=True), 0.5, 1)
    assert hint(one_head(3, bias=False), 1.0, 3) == ""
    assert hint(one_head(3, scale=0.25), 1.0, 3) == ""


def test_models_of_another_form_are_refused():
    import keras
    from keras import layers

    x = keras.Input((None, 32))
    single = Built(keras.Model(x, layers.Dense(4)(x)))
    assert "three inputs" in refused(claim.has_three_projections, single)
    assert "(steps, 6)" in refused(claim.has_the_parts_of_a_classifier, single)


def classifier(heads=2, size=4, pool="GlobalAveragePooling1D", activation="softmax", causal=False, two=False):
    import keras
    from keras import layers

    x = keras.Input((None, 6))
    attention = layers.MultiHeadAttention(num_heads=heads, key_dim=size)
    attended = attention(query=x, value=x, use_causal_mask=causal)
    dense = layers.Dense(3)(getattr(layers, pool)()(attended))
    return Built(keras.Model(x, layers.Activation(activation)(dense) if two else _activated(dense, activation)))


def _activated(x, activation):
    from keras import activations

    return activations.get(activation)(x)


@pytest.mark.parametrize("two", [False, True])
def test_classifiers_are_accepted(two):
    model = classifier(two=two)
    for steps in (7, 11):
        claim.classifies_sequences(model, generator(0), steps)


@pytest.mark.parametrize(
    "options",
    [{"heads": 1}, {"size": 2}, {"pool": "GlobalMaxPooling1D"}, {"activation": "sigmoid"}, {"causal": True}],
)
def test_other_classifiers_are_refused(options):
    refused(claim.classifies_sequences, classifier(**options), generator(0), 7)
