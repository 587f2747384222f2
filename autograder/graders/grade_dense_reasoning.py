"""Hidden checks of the second dense notebook: what such a network assumes."""

from __future__ import annotations

from numpy.random import Generator

from autograder.graders import Student, chosen, exactly, item
from autograder.graders import dense_claims as claim


@item(
    "predict_corners",
    explanation="Each unit switches at one input and adds one corner there: at most 5, and fewer where two units "
    "switch at the same input or cancel.",
)
def test_corners(student: Student) -> None:
    """The corners that five ReLU units can make."""
    exactly(
        student.value("corners"),
        5,
        hints={
            6: "That is the number of straight pieces.",
            4: "Every unit may have a corner of its own.",
            10: "A unit bends once: where its sum changes sign.",
            32: "That many on-off patterns exist on paper, but along a line each unit switches only once.",
        },
    )


@item(
    "predict_last_slope",
    explanation="For large x the first and the third unit are on, the second is off: 2·1 + (-1)·3 = -1.",
)
def test_last_slope(student: Student) -> None:
    """The slope far to the right."""
    exactly(
        student.value("last_slope"),
        -1,
        hints={
            -3: "The second unit is switched off there: its sum is negative.",
            -2: "That is the slope far to the left, where the second unit alone is on.",
            1: "The third unit counts with a minus.",
            5: "The third unit counts with a minus.",
            0: "Units that are switched on go on growing.",
        },
    )


@item(
    "predict_threefold",
    explanation="Without biases every sum becomes three times as large, and max(3z, 0) = 3 max(z, 0): layer by layer "
    "the factor 3 is handed on, once, to the output 15.",
)
def test_threefold(student: Student) -> None:
    """The output for three times the input, without biases."""
    exactly(
        student.value("threefold"),
        15,
        hints={
            5: "Without biases all sums grow along with the input.",
            45: "The factor is handed on from layer to layer; it does not grow on the way.",
            135: "The factor is handed on from layer to layer; it does not grow on the way.",
        },
    )


@item(
    "pass_through",
    explanation="Two units for each number, max(x, 0) and max(-x, 0): their difference is x. One ReLU unit alone loses "
    "half of the line, and a bias only moves the place where the loss begins.",
)
def test_pass_through(student: Student, rng: Generator) -> None:
    """The network, when it is run, gives out what goes in, for several sizes and for very large numbers."""
    claim.passes_through(student.pass_through, rng)


@item(
    "larger",
    explanation="For instance max(a - b, 0) + max(b, 0) - max(-b, 0): b passes through two units, and a third one adds "
    "what a has more. Or half of (a + b) and half of |a - b|, with four units.",
)
def test_larger(student: Student, rng: Generator) -> None:
    """The network, when it is run, gives the larger number, whatever the signs."""
    claim.is_larger(student.value("larger"), rng)


@item(
    "bump",
    explanation="For instance a tent: a unit that goes up from place - width, one that turns it round at the place "
    "with -2, one that ends it at place + width with +1, all divided by width. Sums of such bumps "
    "come close to any curve.",
)
def test_bump(student: Student, rng: Generator) -> None:
    """The network, when it is run, is 1 at hidden places and 0 away from them."""
    claim.makes_bumps(student.bump, rng)


@item(
    "choose_assumed",
    explanation="The structure fixes how many inputs there are and what each of them means, and ReLU units go on in "
    "straight lines. Nothing says which inputs are neighbours, and samples never meet each other.",
)
def test_assumed(student: Student) -> None:
    """What the structure of a dense ReLU network assumes."""
    chosen(
        student.value("assumed"),
        {"b", "d", "e"},
        feedback={
            "a": "Shuffle the inputs of all samples in the same way: some dense network does exactly as well.",
            "c": "A layer computes each sample by itself: their order in the batch changes nothing.",
        },
    )


@item(
    "predict_orders",
    explanation="4 units can be put into 4·3·2·1 = 24 orders, each with other weights and the same function.",
)
def test_orders(student: Student) -> None:
    """In how many orders four hidden units can stand."""
    exactly(
        student.value("orders"),
        24,
        hints={
            4: "Any of the 4 may come first. And then?",
            16: "A unit cannot stand in two places.",
            12: "Count all orders, not the pairs that may be swapped.",
            6: "Any of the 4 may come first, any of the other 3 second, and so on.",
            23: "The order as given is one of them.",
        },
    )


@item(
    "choose_unchanged",
    explanation="Orders and positive factors cancel between the layers, and softmax ignores what is added to every "
    "score. A negative factor changes which units are on, and larger scores make surer probabilities.",
)
def test_unchanged(student: Student) -> None:
    """Which changes of the weights leave the function as it is."""
    chosen(
        student.value("unchanged"),
        {"a", "b", "d"},
        feedback={
            "c": "ReLU lets positive factors pass only: a negative one switches other units on.",
            "e": "The ranking stays, but softmax looks at differences of scores, and these grow.",
        },
    )


@item(
    "deaf",
    explanation="For instance z1 = 2a + b + 3c and z2 = a + b + c, each made by two units: z1 - z2 = a + 2c. Large "
    "weights lead from the second input, and their effects cancel: a weight by itself says little.",
)
def test_deaf(student: Student, rng: Generator) -> None:
    """The output follows the first and the third input, and never the second."""
    claim.ignores_the_second(student.value("deaf"), rng)


@item(
    "choose_weight",
    explanation="Units of measurement are absorbed by the weights, and later layers may strengthen or cancel what "
    "earlier ones do. Only the whole function tells, and it can be asked.",
)
def test_weight_tells(student: Student) -> None:
    """What follows from large weights."""
    chosen(
        student.value("weight_tells"),
        {"b", "c", "e"},
        feedback={
            "a": "Your network `deaf` has large weights from an input that it ignores.",
            "d": "Small weights may belong to an input with large numbers, or be made larger further on.",
        },
    )


@item(
    "memorise",
    explanation="A unit that switches on at each sample but the last: its output weight is the change of slope there, "
    "and the output bias is the first value. As many units as samples fit anything, noise included.",
)
def test_memorise(student: Student, rng: Generator) -> None:
    """The network, when it is run, goes through all of the hidden samples."""
    claim.memorises(student.memorise, rng)


@item(
    "choose_memorised",
    explanation="Random labels can be stored and not understood. What a network does between the samples, and on new "
    "ones, is decided by what it assumes; fitting perfectly decides nothing.",
)
def test_memorised(student: Student) -> None:
    """What a perfect fit of random labels shows."""
    chosen(
        student.value("memorised"),
        {"b", "c", "d"},
        feedback={
            "a": "The labels were drawn by lot: there is nothing to know about new ones.",
            "e": "With enough units random labels are fitted as well: you have just done it.",
        },
    )


@item("predict_softmax_total", explanation="Each of the 6 rows is a distribution and sums to 1.")
def test_softmax_total(student: Student) -> None:
    """The sum over the whole batch of distributions."""
    exactly(
        student.value("softmax_total"),
        6,
        hints={
            1: "Each sample has a budget of its own.",
            4: "The budget is shared by the classes of one sample, not by the samples of one class.",
            24: "That would be a probability of 1 for every class.",
        },
    )


@item(
    "predict_touched",
    explanation="The first layer works at each pixel by itself, so its 8 numbers for that pixel change. The last layer "
    "is connected to all of the image: both of its numbers for that image change, and no other image's.",
)
def test_touched(student: Student) -> None:
    """What changes behind one pixel."""
    exactly(
        student.value("touched"),
        (8, 2),
        hints={
            (8192, 2): "The first layer does not see the image, it sees one pixel at a time.",
            (8, 8): "The other three images of the batch are computed by themselves.",
            (1, 2): "Each of the 8 units looks at the pixel.",
            (24, 2): "A unit sums over the three colours: one number for each unit.",
            (8, 1): "Both units of the last layer are connected to everything in front of them.",
            (32, 2): "The other three images of the batch are computed by themselves.",
            (32, 8): "The other three images of the batch are computed by themselves.",
        },
    )


@item(
    "anywhere",
    explanation="One hidden unit for each place: the pattern in the kernel's rows from that place on, 0 elsewhere, and "
    "the bias 1 - size, so that only a full match exceeds 0. The same numbers again and again, which a convolution "
    "stores once.",
)
def test_anywhere(student: Student, rng: Generator) -> None:
    """The network, when it is run on every signal of a length, finds hidden patterns wherever they are."""
    claim.finds_anywhere(student.anywhere, rng)


@item(
    "predict_copies",
    explanation="The pattern fits in 32 - 3 + 1 = 30 places: 32·30 + 30 in the hidden layer, 30 + 1 behind it, "
    "1021. All of them say the same 3 numbers and one bias.",
)
def test_copies(student: Student) -> None:
    """The numbers in a network that knows a pattern at every place."""
    exactly(
        student.value("copies"),
        1021,
        hints={
            960: "That is the hidden kernel alone.",
            990: "That is the hidden layer alone.",
            1020: "The output unit has a bias too.",
            991: "The output unit has a weight for each hidden unit.",
            151: "A dense kernel holds its zeros as well: each unit is connected to all of the signal.",
            1089: "In how many places does a pattern of 3 fit into 32?",
        },
    )


@item(
    "choose_unseen_place",
    explanation="The weights from the right half are other weights. No sample has told them anything, so they may be "
    "anything; a dense network shares nothing between places.",
)
def test_unseen_place(student: Student) -> None:
    """A known pattern at a place where it has never been."""
    chosen(
        student.value("unseen_place"),
        "b",
        feedback={
            "a": "To us it is the same pattern. To the network it is other inputs, with weights of their own.",
            "c": "An error of 0 on samples from the left says nothing about weights from the right.",
            "d": "A network does not know what it has not seen: it computes its sums as ever.",
        },
    )
