"""What is predicted and chosen: found once more by computing, and likely wrong answers get their hints."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.references.attention import EXACT

from .answer_bank import verdicts
from .bench import ATTENTION

RIGHT = {
    "sum_of_weights": 15,
    "flat_weight": 0.125,
    "repeated_tokens": 2,
    "touched_rows": 8,
    "touched_causal": 6,
    "causal_pairs": 55,
    "more_heads": 0,
    "twice_as_long": 4,
    "sharper": {"b", "e"},
    "where_order_enters": {"b", "d"},
    "one_head_limit": "d",
    "unlike_dense": {"a", "c", "e"},
}
NOT_RIGHT = {
    "sum_of_weights": [105, 21, 5, 1, "15"],
    "flat_weight": [0, 1, 8, 0.12],
    "repeated_tokens": [5, 1, 3, 2.5],
    "touched_rows": [1, 6, 7],
    "touched_causal": [8, 5, 3, 2],
    "causal_pairs": [45, 50, 100, 10],
    "more_heads": [8, 7, 116032, False],
    "twice_as_long": [2, 1, 1048576],
    "sharper": [{"b"}, {"a", "b", "e"}, set("abcde"), {"d"}],
    "where_order_enters": [{"b"}, {"c", "d"}, set("abcde"), {"a"}],
    "one_head_limit": ["a", "b", "c", {"a", "d"}],
    "unlike_dense": [{"a", "c"}, {"b", "d"}, set("abcde"), {"e"}],
}


@pytest.mark.parametrize("question", RIGHT)
def test_questions_accept_what_is_right_and_nothing_else(question):
    assert all(verdict.passed for verdict in verdicts("attention", question, RIGHT[question]))
    for answer in NOT_RIGHT[question]:
        assert not any(verdict.passed for verdict in verdicts("attention", question, answer)), answer


# what is predicted is what attention does -----------------------------------------------------------------------------


def attend(x, mask=None, scale=None):
    return EXACT["dot_product_attention"](x, x, x, scale, mask).value


def test_every_query_spends_one():
    rng = ATTENTION.generator(0)
    query, key = rng.normal(size=(3, 5, 4)), rng.normal(size=(3, 7, 4))
    weights = EXACT["dot_product_attention"](query, key, key).value[1]
    assert weights.shape == (3, 5, 7) and np.isclose(weights.sum(), RIGHT["sum_of_weights"])
    assert np.allclose(attend(rng.normal(size=(8, 4)), scale=0.0)[1], RIGHT["flat_weight"])


def test_repeated_tokens_give_repeated_rows():
    token = ATTENTION.generator(1).normal(size=(2, 4))
    output = attend(token[[0, 1, 0, 1, 0]])[2]
    assert len(np.unique(output.round(9), axis=0)) == RIGHT["repeated_tokens"]


@pytest.mark.parametrize(("question", "mask"), [("touched_rows", None), ("touched_causal", np.tri(8, dtype=bool))])
def test_a_changed_token_reaches_as_many_rows_as_predicted(question, mask):
    x = ATTENTION.generator(2).normal(size=(8, 4))
    other = x.copy()
    other[2] += 1
    changed = np.any(np.abs(attend(x, mask)[2] - attend(other, mask)[2]) > 1e-9, axis=-1)
    assert changed.sum() == RIGHT[question]


def test_the_counts_are_those_of_tables_and_layers():
    def weights(heads, size, width=64):
        return 3 * (width * heads * size + heads * size) + heads * size * width + width

    assert np.tri(10).sum() == RIGHT["causal_pairs"]
    assert weights(8, 8) - weights(1, 64) == RIGHT["more_heads"]
    assert weights(8, 64) - weights(1, 64) == 116032
    assert RIGHT["twice_as_long"] == 1024**2 / 512**2


def test_a_second_layer_still_does_not_notice_a_shuffle_and_a_mask_does():
    x, order = ATTENTION.generator(3).normal(size=(6, 4)), [3, 0, 5, 1, 4, 2]
    means = [attend(attend(each)[2])[2].mean(axis=0) for each in (x, x[order])]
    masked = [attend(each, np.tri(6, dtype=bool))[2].mean(axis=0) for each in (x, x[order])]
    assert np.allclose(*means) and np.abs(masked[0] - masked[1]).max() > 1e-3


def test_a_longer_query_is_sharper_and_a_shifted_score_is_not():
    scores = np.log([[0.6, 0.3, 0.1]])
    best = [EXACT["attention_weights"](each).value[0, 0] for each in (scores, 2 * scores, scores + 2, scores / 8)]
    assert best[1] > best[0] > best[3] and np.isclose(best[0], best[2])
