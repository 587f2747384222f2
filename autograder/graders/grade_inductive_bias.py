"""Hidden checks of the assignment on inductive bias: probes and `identify` on secret boxes, and the questions."""

from __future__ import annotations

from numpy.random import Generator

from autograder.graders import Student, chosen, exactly, item
from autograder.graders.box_facts import images, sequences, shorter
from autograder.graders.box_grading import GROUPS, identifies, says_what, says_whether

# -- probes -----------------------------------------------------------------------------------------------------------


@item("is_additive", explanation="Dense layers, convolutions and average pooling are additive once their bias is "
      "taken away; gates, softmax, a maximum and a standard deviation are not.")  # fmt: skip
def test_additive(student: Student, rng: Generator) -> None:
    """Told apart on secret layers: additive, or not."""
    says_whether(student, "is_additive", [*sequences(rng), *shorter(rng), *images(rng)], rng)


@item("inputs_seen", explanation="One place for what treats every place by itself, a window for convolution and "
      "pooling, the past for what is causal, and everything for the rest.")  # fmt: skip
def test_inputs_seen(student: Student, rng: Generator) -> None:
    """On secret layers, the places that the middle output depends on."""
    says_what(student, "inputs_seen", [*sequences(rng), *shorter(rng), *images(rng)], rng)


@item("shift_step", explanation="A convolution moves along in steps of its strides, pooling in steps of its windows.")
def test_shift_step(student: Student, rng: Generator) -> None:
    """On secret layers, the smallest shift that the output follows."""
    says_what(student, "shift_step", images(rng), rng)


@item("is_permutation_equivariant", explanation="What treats every step by itself, and attention as long as it has "
      "neither mask nor positions.")  # fmt: skip
def test_permutation_equivariant(student: Student, rng: Generator) -> None:
    """Told apart on secret layers: shuffling in is shuffling out, or not."""
    says_whether(student, "is_permutation_equivariant", [*sequences(rng), *shorter(rng)], rng)


@item("is_causal", explanation="A forward LSTM and masked attention never look ahead, nor does what treats every step "
      "by itself.")  # fmt: skip
def test_causal(student: Student, rng: Generator) -> None:
    """Told apart on secret layers: no output looks ahead, or some do."""
    says_whether(student, "is_causal", sequences(rng), rng)


@item("is_order_sensitive", explanation="A causal mask tells how many steps came before and not in which order: the "
      "last output of masked attention does not notice. Positions, recurrence and flattening do.")  # fmt: skip
def test_order_sensitive(student: Student, rng: Generator) -> None:
    """Told apart on secret layers: the order of the other steps matters, or does not."""
    says_whether(student, "is_order_sensitive", [*sequences(rng), *shorter(rng)], rng)


@item("has_budget", explanation="Shares that sum to 1 cannot matter where there is one value to share. That holds for "
      "softmax, and for a maximum, which gives everything to one.")  # fmt: skip
def test_budget(student: Student, rng: Generator) -> None:
    """Told apart on secret layers: shares of a fixed budget, or none."""
    says_whether(student, "has_budget", [*sequences(rng), *shorter(rng)], rng)


# -- identify ---------------------------------------------------------------------------------------------------------


@item("identify", weight=2)
def test_identify_dense(student: Student, rng: Generator) -> None:
    """Dense layers on the last axis, among boxes that look alike."""
    identifies(student, GROUPS["dense"](rng), rng)


@item("identify", weight=2)
def test_identify_dense_flat(student: Student, rng: Generator) -> None:
    """Dense layers on the flattened input, among boxes that look alike."""
    identifies(student, GROUPS["dense_flat"](rng), rng)


@item("identify", weight=3)
def test_identify_conv2d(student: Student, rng: Generator) -> None:
    """Convolutions with kernel, strides and dilation, among boxes that look alike."""
    identifies(student, GROUPS["conv2d"](rng), rng)


@item("identify", weight=3)
def test_identify_lstm(student: Student, rng: Generator) -> None:
    """LSTMs and their direction, among boxes that look alike."""
    identifies(student, GROUPS["lstm"](rng), rng)


@item("identify", weight=3)
def test_identify_attention(student: Student, rng: Generator) -> None:
    """Self-attention with or without mask and positions, among boxes that look alike."""
    identifies(student, GROUPS["attention"](rng), rng)


@item("identify", weight=3)
def test_identify_impostors(student: Student, rng: Generator) -> None:
    """The impostors, pooling and layer normalisation, among boxes that look alike."""
    identifies(student, GROUPS["impostors"](rng), rng)


# -- questions --------------------------------------------------------------------------------------------------------


@item("which_bias", explanation="Local patterns that may be anywhere; a memory that is carried from step to step; "
      "similarity. Attention without positions knows no near and far; flattening ends neighbourhood.")  # fmt: skip
def test_which_bias(student: Student) -> None:
    """Which layer takes what for granted."""
    chosen(
        student.value("which_bias"),
        {"b", "d", "e"},
        feedback={
            "a": "Shuffle the inputs and the rows of the kernel alike: nothing changes. It knows of no neighbours.",
            "c": "Shuffle the steps: without positions, attention cannot tell a neighbour from a step far away.",
        },
    )


@item("outside_networks", explanation="Nearest neighbours assume that what lies close together has one class, a "
      "support vector machine that the widest margin separates best. A prior is an assumption too.")  # fmt: skip
def test_outside_networks(student: Student) -> None:
    """Which assumptions other methods make."""
    chosen(
        student.value("outside_networks"),
        {"b", "d"},
        feedback={
            "a": "Learning from data alone needs an assumption about all the points that are not in the data.",
            "c": "More data narrows the choice; which of the functions that still fit is taken remains an assumption.",
        },
    )


@item("bias_costs", explanation="Less variance where it fits, an error that no data removes where it does not. A "
      "dense layer can represent every convolution of one image size; it has to learn it, pixel by pixel.")  # fmt: skip
def test_bias_costs(student: Student) -> None:
    """What an assumption buys and costs."""
    chosen(
        student.value("bias_costs"),
        {"a", "c", "d"},
        feedback={
            "b": "The weights are learnt. Which weights are shared or missing was decided before training.",
            "e": "Without assumptions many functions fit the samples, and most of them are wrong elsewhere.",
        },
    )


@item("pixel_reach", explanation="Nine windows of the 3x3 filter cover a pixel in the middle, one for each of its "
      "nine places in the filter.")  # fmt: skip
def test_pixel_reach(student: Student) -> None:
    """How many outputs of a convolution one pixel reaches."""
    exactly(
        student.value("pixel_reach"),
        9,
        hints={
            1: "The windows overlap: in how many of them does the pixel lie?",
            3: "The filter slides in two directions.",
            676: "All 26·26 outputs have the same weights, but each looks at its own window only.",
        },
    )


@item("image_dense_reach", explanation="The layer acts on the last axis: the 8 units at that pixel change, no others.")
def test_image_dense_reach(student: Student) -> None:
    """How many outputs of a dense layer on images one pixel reaches."""
    exactly(
        student.value("image_dense_reach"),
        8,
        hints={
            6272: "Nothing is flattened here. Which axis does the layer act on?",
            784: "Nothing is flattened here. Which axis does the layer act on?",
            1: "Every unit at that pixel sees it.",
            24: "The three channels of the pixel enter one sum per unit.",
        },
    )


@item("lstm_reach", explanation="Steps 4 to 11 of 0 to 11: what is read is carried on, and nothing goes back.")
def test_lstm_reach(student: Student) -> None:
    """How many outputs of an LSTM one step reaches."""
    exactly(
        student.value("lstm_reach"),
        8,
        hints={
            7: "The output of the step itself changes too.",
            9: "Counting from 0, step 4 is the fifth.",
            12: "What has been given out does not change any more.",
            1: "What is read is kept in the state.",
            40: "Steps, not numbers.",
        },
    )


@item("causal_sees", explanation="Places 0 to 4: the mask lets a place see itself and what came before.")
def test_causal_sees(student: Student) -> None:
    """How many steps an output of causal attention sees."""
    exactly(
        student.value("causal_sees"),
        5,
        hints={
            4: "Place 0 counts, and so does the place itself.",
            12: "That is attention without a mask.",
            8: "That is how many outputs see step 4. Here output 4 looks back.",
            1: "The mask hides the future only.",
        },
    )


@item("strided_field", explanation="The second layer sees rows 0, 2 and 4 of the first one's outputs; with strides of "
      "2 these begin 0, 4 and 8 rows down, and each is 3 high: 8 + 3 = 11.")  # fmt: skip
def test_strided_field(student: Student) -> None:
    """How many rows one output of both layers spans."""
    exactly(
        student.value("strided_field"),
        11,
        hints={
            7: "One of the two is missing: strides of 2 double the distances, and so does the dilation.",
            5: "That is two plain 3x3 layers. Strides and dilation spread the places apart.",
            9: "From the first to the last of the three windows it is 8 rows; the last one is 3 high.",
            8: "The last window is 3 high.",
            6: "The layers are stacked: distances multiply.",
        },
    )


@item("layers_to_reach", explanation="Each layer adds one row on each side: 1 + 2·16 = 33. One layer of attention, or "
      "one dense layer on the flattened image, would do.")  # fmt: skip
def test_layers_to_reach(student: Student) -> None:
    """How many 3x3 layers it takes to see the whole image."""
    exactly(
        student.value("layers_to_reach"),
        16,
        hints={
            11: "Windows overlap: a second layer adds two rows, not three.",
            17: "The first layer sees 3 rows already.",
            32: "Each layer adds a row on both sides.",
            33: "Each layer adds a row on both sides.",
            15: "With 15 layers it is 31 rows.",
        },
    )


@item("moved_and_pooled", explanation="The convolution is equivariant, the maximum over all places forgets where it "
      "was: together they are invariant.")  # fmt: skip
def test_moved_and_pooled(student: Student) -> None:
    """What a convolution and global pooling make of a shift."""
    chosen(
        student.value("moved_and_pooled"),
        "b",
        feedback={
            "a": "So do the feature maps. But what is left of a place once the maximum over all places is taken?",
            "c": "Each feature map moves along with the object, so its maximum has the same value elsewhere.",
            "d": "The filters are the same everywhere: no place was learnt in particular.",
        },
    )


@item("fixed_shuffle", explanation="Reorder the rows of the kernel along, and the dense network is the same one. For "
      "the convolution neighbours are gone, and with them what its filters look for.")  # fmt: skip
def test_fixed_shuffle(student: Student) -> None:
    """Who minds when the pixels of all images are shuffled alike."""
    chosen(
        student.value("fixed_shuffle"),
        "c",
        feedback={
            "a": "The same shuffle for all images: a dense layer can give every pixel its old weight.",
            "b": "It is the other way round: which of the two has a weight of its own for every pixel?",
            "d": "A filter looks at neighbours. After the shuffle those were neighbours by chance.",
        },
    )


@item("two_alike", explanation="Both are causal and see the same places. But the last output of attention is a "
      "mixture over a set, which has no order; the state of an LSTM has one.")  # fmt: skip
def test_two_alike(student: Student) -> None:
    """The experiment that tells a forward LSTM from causal attention."""
    chosen(
        student.value("two_alike"),
        "d",
        feedback={
            "a": "Neither looks ahead, so neither changes.",
            "b": "Both have biases: what comes out for zeros says nothing.",
            "c": "Both reach all later outputs and no earlier ones: the same picture.",
        },
    )


@item("sense_of_order", explanation="Positions tell where a step stands; a causal mask tells how many came before. "
      "Heads, scaling and training change what is compared, never that a sum over steps has no order.")  # fmt: skip
def test_sense_of_order(student: Student) -> None:
    """What gives attention a sense of order."""
    chosen(
        student.value("sense_of_order"),
        {"a", "e"},
        feedback={
            "b": "Every head is blind to order by itself, and so are all of them together.",
            "c": "No weights make the layer see what never enters it.",
            "d": "Scaling changes how sharp the weights are, not whom they belong to.",
        },
    )


@item("budget_sum", explanation="Every row sums to 1, and there are 2·4·12 rows: 96, whatever the weights are.")
def test_budget_sum(student: Student) -> None:
    """The sum of all attention weights."""
    exactly(
        student.value("budget_sum"),
        96,
        hints={
            1: "Each query has a budget of its own, in each head.",
            12: "In every head, and for every sequence of the batch.",
            24: "Every head has a softmax of its own.",
            48: "There are two sequences in the batch.",
            1152: "That is how many weights there are.",
        },
    )


@item("tied_matrix", explanation="16 outputs with 9 inputs each: 144 of 576 entries, and only 9 different numbers "
      "among them. Locality sets the rest to zero; equivariance makes the 144 equal in groups.")  # fmt: skip
def test_tied_matrix(student: Student) -> None:
    """How many entries of the matrix of a convolution are not zero."""
    exactly(
        student.value("tied_matrix"),
        144,
        hints={
            576: "Those are all entries. An output is connected to its window only.",
            9: "That is how many different numbers there are. In how many places does each stand?",
            324: "Without padding there are fewer outputs than pixels.",
            16: "Each output has nine connections.",
        },
    )


@item("growth_factors", explanation="Four times as many pixels, so four times as many weights where each pixel has its "
      "own; weights that are shared by all pixels stay as they are.")  # fmt: skip
def test_growth_factors(student: Student) -> None:
    """How the weights grow with the image."""
    exactly(
        student.value("growth_factors"),
        (4, 1, 1),
        hints={
            (2, 1, 1): "Twice as high and twice as wide is four times as many pixels.",
            (4, 4, 1): "The filters are shared by all places.",
            (4, 4, 4): "Shared weights are counted once, however many pixels use them.",
            (4, 1, 4): "On the last axis the inputs of the layer are the channels.",
        },
    )


@item("path_lengths", explanation="The state is passed on at each of the 100 steps; attention compares the last place "
      "with the first one directly.")  # fmt: skip
def test_path_lengths(student: Student) -> None:
    """How often what the first step says is passed on before it reaches the last output."""
    exactly(
        student.value("path_lengths"),
        (100, 1),
        hints={
            (99, 1): "The cell is applied once for the first step as well.",
            (100, 100): "Attention does not walk: the last query sees the first key.",
            (1, 1): "The LSTM has nothing but its state to bring the first step to the last.",
        },
    )


@item("one_by_one", explanation="One matrix for the channels of every pixel by itself: the same function, the same "
      "number of weights. So `identify` takes either name.")  # fmt: skip
def test_one_by_one(student: Student) -> None:
    """How a 1x1 convolution and a dense layer on the last axis are related."""
    chosen(
        student.value("one_by_one"),
        "c",
        feedback={
            "a": "Both have one weight per channel and unit, and one bias per unit.",
            "b": "A window of one pixel has no neighbours in it.",
            "d": "Dense contracts the last axis, however many axes come before; nothing is flattened.",
        },
    )


@item("table_columns", explanation="Columns have no order, so an assumption about neighbours or sequence is wrong "
      "from the start. A dense layer makes none.")  # fmt: skip
def test_table_columns(student: Student) -> None:
    """The natural first choice for a table."""
    chosen(
        student.value("table_columns"),
        "d",
        feedback={
            "a": "Which columns stand side by side is an accident of the file.",
            "b": "Pooling throws away which column a value stands in, and that is what it means.",
            "c": "Reading columns one after another pretends that the first came before the second.",
        },
    )
