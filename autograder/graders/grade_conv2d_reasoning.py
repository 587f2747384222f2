"""Hidden checks of the third convolution notebook: what the layer assumes."""

from __future__ import annotations

from numpy.random import Generator

from autograder.graders import Student, chosen, exactly, item
from autograder.graders import conv2d_claims as claim


@item(
    "predict_brighter",
    explanation="Every pixel under the filter is 0.5 brighter, so each place gains 0.5 times the sum of the weights: "
    "0.5·2 = 1.",
)
def test_brighter(student: Student) -> None:
    """How much a map gains when the picture gets brighter."""
    exactly(
        student.value("brighter"),
        1,
        hints={
            0.5: "The pixels are weighed and summed.",
            4.5: "Nine pixels gain 0.5 each, but each is weighed.",
            2: "That is the sum of the weights. And the pixels gain 0.5.",
            0: "Only weights that add up to 0 would not notice.",
        },
    )


@item(
    "edge_filter",
    explanation="Each row of weights must add up to 0, so that nothing that is the same along a row is seen; and the "
    "columns must not, so that a step to the side is. For instance -1, 0, 1 in every row.",
)
def test_edge_filter(student: Student, rng: Generator) -> None:
    """The layer, when it is run, sees edges between columns, no others, and no brightness."""
    claim.is_edge_filter(student.value("edge_filter"), rng)


@item(
    "turned_filters",
    explanation="A filter that is its own quarter turn (four equal corners, four equal sides) turns with the picture. "
    "Any other one does not: equivariance to turns is not built in, it has to be in the weights.",
)
def test_turned_filters(student: Student, rng: Generator) -> None:
    """On hidden pictures the maps of one filter turn with the picture, those of the other do not."""
    claim.differs_by_a_turn(student.value("turned_filters"), rng)


@item(
    "choose_turned",
    explanation="Sharing over places says nothing about turns. They must come from the data, from averaging over "
    "turned copies, or from filters that are their own quarter turn, which then see no direction.",
)
def test_any_way_up(student: Student) -> None:
    """What helps with pictures that come any way up."""
    chosen(
        student.value("any_way_up"),
        {"a", "c", "e"},
        feedback={
            "b": "Weights are shared between places, not between directions.",
            "d": "Pooling forgets where a pattern was found; a turned pattern is another pattern, and is not found.",
        },
    )


@item(
    "predict_touched_places",
    explanation="Nine windows of 3 x 3 contain the pixel, so 9·8 = 72 numbers of the first layer change. What changed "
    "is a square of 3 x 3, which windows on a square of 5 x 5 places see: 25·4 = 100.",
)
def test_touched_places(student: Student) -> None:
    """What one pixel touches in two layers."""
    exactly(
        student.value("touched_places"),
        (72, 100),
        hints={
            (8, 4): "Neighbouring windows contain the pixel too.",
            (9, 25): "There is a map for each filter.",
            (72, 36): "The second layer sees everything that has changed in the first.",
            (72, 800): "A filter of the second layer sums over all 8 maps of the first.",
            (72, 324): "A square of 3 x 3 and a window of 3 x 3 meet on 5 x 5 places, not on 9 x 9.",
        },
    )


@item(
    "predict_touched_corner",
    explanation="With same padding a window is centred on every pixel. The corner lies in those around itself and "
    "three neighbours: 4·8 = 32.",
)
def test_touched_corner(student: Student) -> None:
    """What a pixel in the corner touches."""
    exactly(
        student.value("touched_corner"),
        32,
        hints={
            72: "Five of the nine windows would be centred outside of the picture.",
            8: "That is valid padding, where one window holds the corner.",
            4: "There is a map for each filter.",
            48: "That is a pixel at the edge; a corner has fewer neighbours.",
        },
    )


@item(
    "predict_two_small",
    explanation="3·3·16·16 = 2304 weights a layer, 4608 in two. One layer of 5 x 5 has 5·5·16·16 = 6400.",
)
def test_two_small(student: Student) -> None:
    """The weights of two small layers."""
    exactly(
        student.value("two_small"),
        4608,
        hints={
            2304: "There are two layers.",
            6400: "That is the one layer of 5 x 5.",
            288: "Each filter looks at all 16 channels.",
            18: "There are 16 filters in each layer, and each looks at 16 channels.",
            4640: "These layers have no biases.",
        },
    )


@item(
    "merged",
    explanation="Weight (a, b) of the first filter, seen through weight (c, d) of the second one, lands on pixel "
    "(a + c, b + d): add up all products there. Without an activation two layers are one.",
)
def test_merged(student: Student, rng: Generator) -> None:
    """One filter, when it is run on hidden pictures, does what two do one after the other."""
    claim.is_both_filters(student.merged, rng)


@item(
    "choose_stack",
    explanation="Both see 5 x 5 pixels. Two small layers need fewer weights, and with an activation in between they "
    "can bend; without one they are a single filter of 5 x 5, and 18 numbers do not reach all with 25.",
)
def test_stack_claims(student: Student) -> None:
    """Two small layers beside one large layer."""
    chosen(
        student.value("stack_claims"),
        {"b", "c", "e"},
        feedback={
            "a": "The second layer looks at places of which each has seen 3 x 3 pixels already.",
            "d": "18 numbers cannot reach all filters that have 25 numbers of their own.",
        },
    )


@item(
    "predict_separable",
    explanation="7 multiplications for the column and 7 for the row. It works for filters that are a column times a "
    "row (of rank 1), such as a blur, and for no others.",
)
def test_separable(student: Student) -> None:
    """Multiplications for a column and a row."""
    exactly(
        student.value("separable"),
        14,
        hints={
            49: "That is the whole filter at once.",
            98: "A column has 7 weights, and so has a row.",
            7: "There are two filters, one after the other.",
            13: "Nothing is saved where column and row cross: they are two layers.",
        },
    )


@item(
    "predict_field",
    explanation="A place sees 3 pixels; two places of the first map lie 2 pixels apart, two of the second 4: "
    "3 + 2·2 + 2·4 = 15.",
)
def test_field(student: Student) -> None:
    """The field of three layers with strides."""
    exactly(
        student.value("field"),
        15,
        hints={
            7: "That is without strides: how far apart in the picture are two neighbouring places of the first map?",
            9: "The steps grow from layer to layer.",
            27: "Windows overlap: fields do not multiply.",
            31: "The stride of the last layer spreads its places, not what one of them sees.",
            13: "How far apart in the picture are two neighbouring places of each map?",
        },
    )


@item(
    "see_and_step",
    explanation="Strides multiply to the step, 6. Each layer adds (size - 1) times the product of the strides "
    "before it: with sizes of 3 and strides 3, 2, 1 that is 1 + 2 + 2·3 + 2·6 = 21.",
)
def test_see_and_step(student: Student, rng: Generator) -> None:
    """The stack, when it is run on single bright pixels, sees 21 of them and steps by 6."""
    claim.sees_and_steps(student.value("see_and_step"), rng)


@item(
    "choose_free",
    explanation="Weights belong to filters: their size, the channels they see, and how many there are. Where filters "
    "are laid, and on how large a picture, costs computing time and no weights.",
)
def test_as_many(student: Student) -> None:
    """What leaves the number of weights as it is."""
    chosen(
        student.value("as_many"),
        {"c", "d", "e"},
        feedback={
            "a": "A filter has weights of its own for each channel that it sees.",
            "b": "A larger filter has more weights; dilation would widen it without.",
        },
    )


@item(
    "wrap",
    explanation="For instance np.pad(picture, ((0, height - 1), (0, width - 1)), mode='wrap'): what leaves at one side "
    "comes in at the other, so no place is special, and the average of the map never changes.",
)
def test_wrap(student: Student, rng: Generator) -> None:
    """On hidden pictures and filters the map moves along, whatever the shift."""
    claim.has_no_border(student.wrap, rng)


@item(
    "choose_pooled",
    explanation="Convolution moves along, the average over all places forgets where: together they are invariant to "
    "shifts, and need no fixed size. They are not invariant to anything that is not built in.",
)
def test_pooled(student: Student) -> None:
    """Convolution and global pooling together."""
    chosen(
        student.value("pooled"),
        {"b", "c"},
        feedback={
            "a": "Turned patterns match other filters, or none.",
            "d": "The average over all places is the same wherever the object is.",
            "e": "Pooling by 2 is a stride: a shift by one pixel falls between two places.",
        },
    )


@item(
    "predict_head",
    explanation="Flatten hands on 32·32·8 = 8192 numbers: 8192·10 + 10 = 81930. Pooling hands on 8, one for each map: "
    "8·10 + 10 = 90, whatever the size of the picture.",
)
def test_head_weights(student: Student) -> None:
    """Weights of the last layer, behind Flatten and behind global pooling."""
    exactly(
        student.value("head_weights"),
        (81930, 90),
        hints={
            (81920, 80): "Each unit has a bias too.",
            (90, 81930): "Flatten comes first.",
            (10250, 90): "Flatten puts all maps side by side.",
            (81930, 10250): "Pooling over all places leaves one number of each map.",
            (81930, 20): "There is one number for each of the 8 maps.",
        },
    )


@item(
    "mosaic",
    explanation="Two different parts, each at least two pixels from the border and three from each other, and the same "
    "two with their places exchanged: every window of 3 x 3 turns up as often in both. Pooling counts windows, and "
    "no window sees how the parts lie to each other.",
)
def test_mosaic(student: Student, rng: Generator) -> None:
    """Hidden filters, ReLU and global pooling, when they are run, give the same for both pictures."""
    claim.has_the_same_parts(student.value("mosaic"), rng)


@item(
    "choose_parts",
    explanation="What a layer sees at once is its window. How two parts lie to each other takes a receptive field "
    "that holds both, or a layer behind the maps that keeps their places.",
)
def test_parts(student: Student) -> None:
    """What one layer and pooling make of parts in other places."""
    chosen(
        student.value("parts"),
        {"a", "d", "e"},
        feedback={
            "b": "Whatever was learnt, it is weights of 3 x 3: no window holds eyes and mouth.",
            "c": "Two layers see 5 x 5 pixels, which still holds one part at a time.",
        },
    )
