"""Hidden checks of the assignment on attention."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from autograder.exercises import attention as ask
from autograder.graders import Student, agree, chosen, exactly, item
from autograder.graders import attention_properties as claim


@item(
    "soft_dictionary",
    explanation="The similarities are 0 and 0.9, so the weight of the second key is e^0.9 / (e^0 + e^0.9) = 0.711. "
    "Softmax never gives a key everything: only a longer query makes the dictionary harder.",
)
def test_soft_dictionary(student: Student) -> None:
    """The predicted answer of the soft dictionary is right to two digits."""
    answer = student.value("soft_dictionary")
    number = isinstance(answer, (int, float, np.integer, np.floating)) and not isinstance(answer, bool)
    number = number and abs(answer) < 1e6  # no float holds every whole number
    if number and abs(float(answer) - 0.711) <= 0.011:
        return
    hints = {
        0.9: "0.9 is the similarity. It still has to go through softmax.",
        1: "A dictionary that answers 1 is a hard one: all weight on the best key.",
        0.29: "That is the weight of the first key.",
        0.65: "That is with scaling by the root of 2. A soft lookup does not scale.",
    }
    exactly(round(float(answer), 2) if number else answer, 0.71, hints)


@item("soft_lookup", weight=3)
def test_soft_lookup(student: Student, rng: Generator) -> None:
    """Looking up numbers and vectors, whole numbers too, gives the mixture that Keras gives."""
    makers = (ask.numbers_behind_keys, ask.vectors_behind_keys, ask.whole_number_keys)
    agree(student.soft_lookup, *(make(rng) for make in makers))


@item("soft_lookup")
def test_soft_lookup_far_away(student: Student, rng: Generator) -> None:
    """Similarities above 1000 do not overflow."""
    agree(student.soft_lookup, ask.far_keys(rng))


@item(
    "reachable_targets",
    explanation="Weights are positive and sum to 1, so an output lies between the values: inside the triangle (0, 0), "
    "(4, 0), (0, 4). (1, 1) is reached with weights 1/2, 1/4, 1/4 and (1, 2) with 1/4, 1/4, 1/2.",
)
def test_reachable_targets(student: Student) -> None:
    """The chosen points are those that attention can reach."""
    feedback = {
        "b": "(3, 3) would need 3/4 of the second value and 3/4 of the third: more than the whole budget.",
        "c": "(-1, 1) would need a negative weight, and softmax gives none.",
        "e": "(4, 4) is the sum of two values. Attention mixes, it does not add up.",
    }
    chosen(student.value("reachable_targets"), {"a", "d"}, feedback)


@item("cosine_scores", weight=3)
def test_cosine_scores(student: Student, rng: Generator) -> None:
    """The cosine of every query with every key, for vectors of very different lengths, with a batch axis or without."""
    agree(student.cosine_scores, ask.cosine_of_batches(rng), ask.cosine_without_batch(rng))


@item(
    "cosine_plot",
    explanation="scipy.spatial.distance.cosine is 1 - similarity: 0 for the same direction, 2 for opposite ones. Plot "
    "1 - cosine(a, b) and the cloud slopes up, as it must: dot product = cosine × both lengths.",
)
def test_cosine_plot(student: Student) -> None:
    """The reason why the plot slopes down."""
    feedback = {
        "b": "The dot product is the cosine times both lengths, and lengths are positive: they always agree in sign.",
        "c": "That is why the cloud sits near similarity 0. It does not turn its slope round.",
        "d": "Longer vectors stretch the plot along one axis. A stretch does not mirror it.",
    }
    chosen(student.value("cosine_plot"), "a", feedback)


@item("attention_weights", weight=3)
def test_weights(student: Student, rng: Generator) -> None:
    """Without a mask every query gets weights over the keys that sum to 1, for scores near 1000 and -1000 too."""
    makers = (ask.weights_of_batches, ask.weights_of_heads, ask.weights_of_large_scores)
    agree(student.attention_weights, *(make(rng) for make in makers))


@item("attention_weights", weight=1.5)
def test_weights_under_padding(student: Student, rng: Generator) -> None:
    """A padding mask that differs per sample: masked keys get nothing, the others share everything."""
    agree(student.attention_weights, ask.weights_under_padding(rng), ask.weights_of_whole_scores(rng))


@item("attention_weights")
def test_weights_under_causal_mask(student: Student, rng: Generator) -> None:
    """A causal mask (6, 6) broadcasts over batch and heads."""
    agree(student.attention_weights, ask.weights_under_causal_mask(rng))


@item(
    "diluted_weight",
    explanation="The weight is e^5 / (e^5 + n - 1). It falls under 1/2 once n - 1 > e^5 = 148.4, so from n = 150 on. "
    "A fixed margin cannot hold attention in a long enough sequence: scores have to grow with the logarithm of it.",
)
def test_diluted_weight(student: Student) -> None:
    """The smallest number of keys at which the best one gets less than half."""
    hints = {
        148: "148 others still leave the best key a little more than half. Count the best key too.",
        149: "149 counts the others only, or leaves the best key a little more than half.",
        151: "One too many: 149 others already weigh more than e^5 = 148.4.",
        6: "That is a linear share. Softmax compares exponentials.",
    }
    exactly(student.value("diluted_weight"), 150, hints)


# --- scaled dot product ---


@item(
    "attention_shape",
    explanation="One row per query, as wide as a value: (4, 6, 5). The number of keys is summed away.",
)
def test_attention_shape(student: Student) -> None:
    """The predicted shape of the output."""
    hints = {
        (4, 9, 5): "There is one output per query, not per key.",
        (4, 6, 8): "The output is made of values: it is as wide as they are, not as a query.",
        (4, 6, 9): "That is the shape of scores and weights. The output comes after the select step.",
        (6, 5): "The batch axis stays.",
    }
    exactly(student.value("attention_shape"), (4, 6, 5), hints)


@item("dot_product_attention", weight=2)
def test_dot_product_attention(student: Student, rng: Generator) -> None:
    """Scores, weights and output of random inputs, scaled by default."""
    agree(student.dot_product_attention, ask.dot_scaled_by_default(rng), ask.dot_one_sequence(rng))


@item("dot_product_attention")
def test_dot_product_attention_scaled(student: Student, rng: Generator) -> None:
    """A scale of the caller's is used, 0.0 included."""
    agree(student.dot_product_attention, ask.dot_own_scale(rng), ask.dot_scale_zero(rng))


@item("dot_product_attention", weight=1.5)
def test_dot_product_attention_masked(student: Student, rng: Generator) -> None:
    """Padding and causal masks, with a scale of the caller's too; scores are compared only where the mask allows."""
    agree(student.dot_product_attention, ask.dot_under_padding(rng), ask.dot_under_causal_mask(rng))


@item("dot_product_attention")
def test_dot_product_attention_elsewhere(student: Student, rng: Generator) -> None:
    """Scores above 1000, and inputs with one axis more."""
    agree(student.dot_product_attention, ask.dot_large_scores(rng), ask.dot_four_axes(rng))


@item("additive_attention", weight=2)
def test_additive_attention(student: Student, rng: Generator) -> None:
    """Random inputs and a random scale give the output of Keras's AdditiveAttention."""
    agree(student.additive_attention, ask.additive_cross(rng), ask.additive_one_sequence(rng))


@item("additive_attention")
def test_additive_attention_large_scale(student: Student, rng: Generator) -> None:
    """Scores above 1000 do not overflow."""
    agree(student.additive_attention, *(ask.additive_large_scale(rng) for _ in range(3)))


# --- what attention does not see ---


@item(
    "shuffled_pairs",
    explanation="The output is a sum over pairs, and a sum does not know the order of its terms. Attention alone "
    "treats a sequence as a set; whoever needs order adds positions to the inputs.",
)
def test_shuffled_pairs(student: Student, rng: Generator) -> None:
    """Another order of the same pairs, and the outputs of the layer stay as they were."""
    for keys, width in ((5, 3), (8, 4)):
        key, value, queries = (rng.standard_normal(shape) for shape in ((keys, width), (keys, 2), (6, width)))
        claim.shuffles_pairs(key, value, student.shuffled_pairs(key, value), queries)


@item(
    "leaked_position",
    explanation="With equal scores the query at place t spreads its weight evenly over t keys. If the first token "
    "alone carries a 1, the output is 1/t: the mask itself tells the place, without any position in the inputs.",
)
def test_leaked_position(student: Student) -> None:
    """For two lengths, the output at place t under a causal mask is 1/t though the tokens after the first are equal."""
    for length in (6, 11):
        claim.leaks_position(length, student.leaked_position(length))


@item(
    "cannot_count",
    explanation="If every token appears k times, numerator and denominator of the softmax both grow k times and the "
    "factor cancels. Attention sees proportions, not numbers.",
)
def test_cannot_count(student: Student, rng: Generator) -> None:
    """No hidden query tells the two sets apart."""
    claim.cannot_count(student.value("cannot_count"), 0.5 * rng.standard_normal((16, 3)))


@item(
    "two_explanations",
    explanation="With three values on a line (the third halfway between the first two, say) weight can move from the "
    "outer ones to the middle one and leave the mixture as it is. A map of weights is one story among several.",
)
def test_two_explanations(student: Student) -> None:
    """Two clearly different weight vectors give one output."""
    claim.explains_twice(student.value("two_explanations"))


# --- several heads ---


@item("project_heads", weight=2)
def test_project_heads(student: Student, rng: Generator) -> None:
    """Every head gets its own projection, axes (batch, heads, length, size)."""
    agree(student.project_heads, ask.heads_of_batches(rng))


@item("project_heads")
def test_project_heads_of_short_sequences(student: Student, rng: Generator) -> None:
    """The same for a single sample with as many heads as places."""
    agree(student.project_heads, ask.heads_as_long_as_the_sequence(rng))


@item("multi_head_attention", weight=2.5)
def test_multi_head_attention(student: Student, rng: Generator) -> None:
    """Three heads on one sequence, no mask; scores above 1000 do not overflow."""
    agree(student.multi_head_attention, ask.heads_without_mask(rng), ask.heads_large_scores(rng))


@item("multi_head_attention", weight=2)
def test_multi_head_attention_across(student: Student, rng: Generator) -> None:
    """Queries of one sequence, keys of another, every width its own, padding that differs per sample."""
    agree(student.multi_head_attention, ask.heads_cross_padding(rng))


@item("multi_head_attention", weight=1.5)
def test_multi_head_attention_causal(student: Student, rng: Generator) -> None:
    """A causal mask with padding, and one of (queries, keys) for all samples, over scores near -1000."""
    agree(student.multi_head_attention, ask.heads_causal_padding(rng), ask.heads_causal(rng))


@item(
    "silent_bias",
    explanation="q·(k + b) = q·k + q·b, and q·b is the same number for every key of this query. Softmax does not "
    "change when all scores move together, so the key's bias cannot be seen in any output and learns nothing.",
)
def test_silent_bias(student: Student) -> None:
    """The parameter that cannot change the output."""
    feedback = {
        "a": "The query's bias adds b·k to a score, which differs from key to key: it shifts attention.",
        "c": "The value's bias arrives in the output: weights sum to 1, so it is added once, whole.",
        "d": "The output's bias is added to every output.",
    }
    chosen(student.value("silent_bias"), "b", feedback)


# --- the notebook with Keras ---


@item(
    "keras_order",
    explanation="Attention and AdditiveAttention take [query, value, key], MultiHeadAttention (query, value, key): the "
    "key comes last because it may be left out, and then the value is the key.",
)
def test_keras_order(student: Student) -> None:
    """Which array plays which part."""
    feedback = {
        "a": "The layer sees a list of tensors: names of variables do not reach it.",
        "b": "That is the order of the papers and of other libraries. Keras puts the value second.",
        "d": "They look alike in shape, but scores come from one of them and the output from the other.",
    }
    chosen(student.value("keras_order"), "c", feedback)


@item("build_single_head")
def test_single_head_shapes(student: Student) -> None:
    """Three inputs of any length and width 32, three projections of width 4."""
    claim.has_three_projections(student.build("build_single_head"))


@item("build_single_head", weight=2)
def test_single_head_outputs(student: Student, rng: Generator) -> None:
    """With random weights, scores, weights and output are those of one unscaled head, for two lengths."""
    model = student.build("build_single_head")
    for queries, keys in ((16, 5), (8, 3)):
        claim.attends_with_one_head(model, rng, (queries, keys), scale=1.0, parts=3)


@item(
    "single_key",
    explanation="Softmax over a single score is e^s / e^s = 1, whatever the score. All 16 queries get the one value "
    "there is, so query and key projections have no effect and get no gradient: the example attends to nothing.",
)
def test_single_key(student: Student) -> None:
    """How many different rows the output has when there is a single key."""
    hints = {
        16: "There are 16 rows. Which weights does each query have to give away?",
        4: "4 is the width of a row.",
        64: "That counts the samples too, and takes their rows for different ones.",
    }
    exactly(student.value("single_key"), 1, hints)


@item(
    "who_scales",
    explanation="Only MultiHeadAttention divides by the root of key_dim. use_scale=True multiplies by a learnt number "
    "that starts at 1, and AdditiveAttention's scale is a learnt vector inside its sum.",
)
def test_who_scales(student: Student) -> None:
    """The layers that divide their scores by the root of the width."""
    feedback = {
        "a": "Attention multiplies query and key and goes straight to softmax.",
        "b": "use_scale=True adds a weight that is learnt. It starts at 1, not at the root of anything.",
        "d": "AdditiveAttention has no product that grows with the width: its scale is a learnt vector.",
    }
    chosen(student.value("who_scales"), {"c"}, feedback)


@item("build_scaled_head")
def test_scaled_head_shapes(student: Student) -> None:
    """Three inputs of any length and width 32, three projections of width 4 and no weight besides."""
    claim.has_three_projections(student.build("build_scaled_head"))


@item("build_scaled_head", weight=2)
def test_scaled_head_outputs(student: Student, rng: Generator) -> None:
    """With random weights the output is that of one head scaled by the root of its width."""
    claim.attends_with_one_head(student.build("build_scaled_head"), rng, (7, 5), scale=0.5, parts=1)


@item(
    "head_parameters",
    explanation="Query, key and value: 6 × (2 × 4) + 2 × 4 = 56 each. Output: (2 × 4) × 6 + 6 = 54. In all 222: the "
    "number of keys and queries does not appear.",
)
def test_head_parameters(student: Student) -> None:
    """The number of parameters of the multi-head layer."""
    hints = {
        192: "The biases are missing: there is one in each of the four projections.",
        168: "The output projection is missing.",
        114: "key_dim is the width of one head, not of all heads together.",
        216: "The output projection has a bias too, one number for each of the 6 outputs.",
        198: "Queries, keys and values have a bias each: one number for every head and place in it.",
    }
    exactly(student.value("head_parameters"), 222, hints)


@item("build_sequence_classifier")
def test_sequence_classifier_shapes(student: Student) -> None:
    """Sequences of any length in, three probabilities out, 243 parameters."""
    claim.has_the_parts_of_a_classifier(student.build("build_sequence_classifier"))


@item(
    "build_sequence_classifier",
    weight=2,
    explanation="Self-attention followed by a mean does not know the order of its timesteps: shuffle them and nothing "
    "changes. A classifier that needs order must be given positions.",
)
def test_sequence_classifier_outputs(student: Student, rng: Generator) -> None:
    """With random weights the probabilities are those of self-attention, mean and softmax, for two lengths."""
    model = student.build("build_sequence_classifier")
    for steps in (7, 11):
        claim.classifies_sequences(model, rng, steps)
