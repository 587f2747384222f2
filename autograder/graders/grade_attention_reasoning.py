"""Hidden checks of the notebook "Thinking about attention": what students construct, predict and choose."""

from __future__ import annotations

from numpy.random import Generator

from autograder.graders import Student, chosen, exactly, item
from autograder.graders import attention_claims as claim

# Reasoning by construction --------------------------------------------------------------------------------------------


@item(
    "hard_lookup",
    explanation="The key itself, made long: 100 times the key scores 100 against itself and at most 90 against any "
    "other, and e^-10 is next to nothing. Length is a volume knob; the direction says what is looked for.",
)
def test_hard_lookup(student: Student, rng: Generator) -> None:
    """The query puts all weight on the key that was asked for, among few keys and among many."""
    claim.looks_up_sharply(student.hard_lookup, rng)


@item(
    "holding_margin",
    explanation="e^m / (e^m + n - 1) = 0.9 gives m = ln(9 (n - 1)). The margin has to grow with the logarithm of the "
    "length: a fixed one is drowned sooner or later.",
)
def test_holding_margin(student: Student, rng: Generator) -> None:
    """The margin holds nine tenths of the weight, from two keys to thousands."""
    claim.holds_nine_tenths(student.holding_margin, rng)


@item(
    "reach_target",
    explanation="Solve w1 v1 + w2 v2 + w3 v3 = target with w1 + w2 + w3 = 1, then take logarithms: softmax undoes "
    "them. Any number may be added to all three. Outside the triangle a weight would be negative and has no logarithm.",
)
def test_reach_target(student: Student, rng: Generator) -> None:
    """The scores lead to the target, in hidden triangles too."""
    claim.reaches_the_target(student.reach_target, rng)


@item(
    "counting_token",
    explanation="For instance query 0, key 0, value 1: with n others the token gets 1/(n + 1), and the output is a "
    "function of n. Attention sees proportions; a token that is there exactly once turns a proportion into a count.",
)
def test_counting_token(student: Student) -> None:
    """The output tells n equal tokens from n + 1, for every n up to 50."""
    claim.counts_with_a_token(student.value("counting_token"))


@item(
    "look_back",
    explanation="A direction for each place: key t points along axis t, query t along axis t - 1, and long enough. "
    "Attention knows of order what it is told in queries and keys, and then it can look anywhere in one step.",
)
def test_look_back(student: Student, rng: Generator) -> None:
    """Every place looks at the one before, for short and for long sequences."""
    claim.looks_back(student.look_back, rng)


@item(
    "two_heads",
    explanation="One head looks along the first coordinate and takes only that, the other does the same for the "
    "second: queries (50, 0) and (0, 50). A head has one set of weights for all coordinates of its output.",
)
def test_two_heads(student: Student, rng: Generator) -> None:
    """Both largest coordinates are found, in hidden sets of tokens of several sizes."""
    claim.finds_both_maxima(student.value("two_heads"), rng)


# Predictions ----------------------------------------------------------------------------------------------------------


@item("sum_of_weights", explanation="Every query spends 1, whatever the keys are: 3 samples of 5 queries give 15.")
def test_sum_of_weights(student: Student) -> None:
    """The sum of all weights."""
    hints = {
        105: "That is how many weights there are.",
        21: "That adds up over keys. Whose budget is it?",
        5: "There are three samples.",
        35: "That is how many weights one sample has.",
        1: "Each query has a budget of 1, and there are several.",
    }
    exactly(student.value("sum_of_weights"), 15, hints)


@item("flat_weight", explanation="All scores are 0, so all eight keys get the same: 1/8 = 0.125. The output is a mean.")
def test_flat_weight(student: Student) -> None:
    """The weight of a key when the scale is 0."""
    hints = {
        0: "Scores of 0 are not weights of 0: they still go through softmax.",
        1: "That is the sum of all eight.",
    }
    exactly(student.value("flat_weight"), 0.125, hints)


@item(
    "repeated_tokens",
    explanation="All A ask the same question of the same set, and so do all B: two different rows. Without positions "
    "a token's place leaves no trace.",
)
def test_repeated_tokens(student: Student) -> None:
    """How many different rows come out of A B A B A."""
    hints = {
        5: "Does the second A see anything that the first one does not?",
        1: "An A and a B ask different questions.",
        3: "The As share one row and so do the Bs.",
    }
    exactly(student.value("repeated_tokens"), 2, hints)


@item("touched_rows", explanation="Every query looks at every key: all eight rows change.")
def test_touched_rows(student: Student) -> None:
    """How many outputs a changed token reaches."""
    hints = {
        1: "The token is not only a query: it is a key and a value for all others.",
        6: "That holds under a causal mask, and there is none here.",
        7: "The changed token's own row changes as well.",
    }
    exactly(student.value("touched_rows"), 8, hints)


@item("touched_causal", explanation="Places 2 to 7 may look at place 2, the two before it may not: six rows change.")
def test_touched_causal(student: Student) -> None:
    """How many outputs a changed token reaches under a causal mask."""
    hints = {
        8: "The mask keeps the places before it from looking ahead.",
        5: "A place may look at itself, too.",
        3: "Those are the places that it may look at, not those that look at it.",
        2: "Those are the rows that stay as they are.",
    }
    exactly(student.value("touched_causal"), 6, hints)


@item("causal_pairs", explanation="1 + 2 + ... + 10 = 55: place t may look at t places, itself included.")
def test_causal_pairs(student: Student) -> None:
    """How many pairs a causal mask allows."""
    hints = {
        45: "Every place may look at itself: the diagonal counts.",
        50: "Half of the table, and half of the diagonal with it?",
        100: "That is the whole table.",
        10: "That is the diagonal only.",
    }
    exactly(student.value("causal_pairs"), 55, hints)


@item(
    "more_heads",
    explanation="None. Each projection maps 64 numbers to heads · size = 64 numbers, however they are divided. More "
    "heads of a smaller size are more budgets, not more weights.",
)
def test_more_heads(student: Student) -> None:
    """How many weights eight smaller heads add."""
    hints = {
        8: "Count one projection: how many numbers go in, and how many come out for all heads together?",
        7: "Count one projection: how many numbers go in, and how many come out for all heads together?",
        116032: "The heads become smaller as there are more of them.",
        16640: "That is how many weights there are in all.",
    }
    exactly(student.value("more_heads"), 0, hints)


@item("twice_as_long", explanation="Twice the queries times twice the keys: four times the scores.")
def test_twice_as_long(student: Student) -> None:
    """By what factor the table of scores grows."""
    hints = {
        2: "There are twice as many queries, and each meets twice as many keys.",
        1: "The weights of the layer stay the same. The scores do not.",
        1048576: "That is how many scores there are.",
    }
    exactly(student.value("twice_as_long"), 4, hints)


# Choices --------------------------------------------------------------------------------------------------------------


@item(
    "sharper",
    explanation="Only differences of scores matter, and a factor stretches them: on the scores, or on the query. A "
    "summand leaves them alone; more keys and the root of the width make weights flatter.",
)
def test_sharper(student: Student) -> None:
    """What moves weight towards the best key."""
    feedback = {
        "a": "A number added to all scores of a row cancels in the softmax.",
        "c": "New keys take a share each: the best key gets less.",
        "d": "Dividing brings scores closer together, and weights with them.",
    }
    chosen(student.value("sharper"), {"b", "e"}, feedback)


@item(
    "where_order_enters",
    explanation="Positions tell each token its place, and a causal mask gives each place another set to look at. "
    "Everything else treats the tokens as a set, and any number of such layers still does.",
)
def test_where_order_enters(student: Student) -> None:
    """What gives a network of self-attention a sense of order."""
    feedback = {
        "a": "Each head treats the tokens as a set, and so do eight.",
        "c": "If shuffled inputs give shuffled outputs, a second such layer shuffles them just the same.",
        "e": "Projections treat each token by itself, wherever it stands.",
    }
    chosen(student.value("where_order_enters"), {"b", "d"}, feedback)


@item(
    "one_head_limit",
    explanation="A head chooses one row of weights and applies it to all coordinates: to take u from one token and v "
    "from another, it would need two rows. What it gives is an image of one mixture of tokens.",
)
def test_one_head_limit(student: Student) -> None:
    """Why one head cannot give both maxima."""
    feedback = {
        "a": "A head of any width still has one row of weights.",
        "b": "It can come as close to 1 as one likes: make the query longer.",
        "c": "A dot product compares in any number of dimensions. The limit is in what is taken.",
    }
    chosen(student.value("one_head_limit"), "d", feedback)


@item(
    "unlike_dense",
    explanation="Attention computes its mixing weights from the input, with a budget of 1 a query, by projections that "
    "do not know how long the sequence is. It is not local, and not linear: softmax and products stand in the way.",
)
def test_unlike_dense(student: Student) -> None:
    """What attention has and a dense layer over all positions has not."""
    feedback = {
        "b": "Attention reaches any place in one step. Locality is what a convolution assumes.",
        "d": "Twice the input is not twice the output: scores grow fourfold and softmax bends them.",
    }
    chosen(student.value("unlike_dense"), {"a", "c", "e"}, feedback)
