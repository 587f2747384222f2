"""The thought behind each likely wrong prediction, and the misconception behind each distractor."""

from __future__ import annotations

from typing import Any

HINTS: dict[str, dict[Any, str]] = {
    "matches": {
        (3, 3, 3): "Count only places where picture and filter are both 1.",
        (1, 1, 1): "Sum over all nine places.",
    },
    "map_shape": {
        (4, 14, 9, 8): "That is valid padding; with same padding the size of the filter does not matter.",
        (4, 16, 10, 3): "The channels of the input are summed; there is one map for each filter.",
        (4, 32, 30, 8): "Same padding keeps the size only at stride 1.",
        (4, 11, 15, 8): "The first stride goes down, along the height.",
        (4, 8, 16, 10): "Keras puts the channels last.",
        (16, 10, 8): "Every picture of the batch gets its maps.",
    },
    "filter_weights": {
        80: "Each filter looks at all three channels, with weights of its own for each.",
        72: "Each filter looks at all three channels, and has a bias.",
        216: "Each filter has a bias too.",
        217: "Each filter has a bias of its own.",
        240: "A filter has one bias, not one for each channel.",
    },
    "smallest_shift": {
        (2, 3): "That moves the first map by one place. And the second?",
        (4, 4): "Strides multiply, they are not added.",
        (1, 1): "A stride skips places: after one pixel the windows sit elsewhere on the object.",
        (3, 4): "The first number is down.",
    },
    "free_numbers": {
        921600: "Those are all entries. Most are zero by force, the others are copies.",
        8100: "So many are not forced to be zero. How many of them may differ?",
        900: "That is the number of places in the map.",
        10: "There is no bias here.",
    },
    "model_parameters": {
        224: "That is the convolution alone.",
        14402: "That is the last layer alone.",
        18: "Follow the arrows: what goes into the last layer?",
        242: "Follow the arrows: what goes into the last layer?",
        57850: "Which lines of the code lie on the way from `inputs` to `outputs`?",
        14698: "Which lines of the code lie on the way from `inputs` to `outputs`?",
        14482: "A filter is as deep as its input: 3 channels.",
        16610: "Without padding a 3 x 3 filter makes the picture smaller.",
    },
}

FEEDBACK: dict[str, dict[str, str]] = {
    "flip": {
        "a": "Compare with the example: the filter was laid on the picture as it stands.",
        "c": "It matters for a filter without symmetry: the map comes out as from another filter.",
        "d": "Turning the filter exchanges weights; it does not change how many there are.",
    },
    "equivariance": {
        "b": "That is invariance. Look at your moved picture: did its map stay where it was?",
        "d": "The filter is shared over places, not over directions.",
        "e": "Half a place does not exist: after one pixel the windows see other parts of the object.",
    },
    "conv_data": {
        "c": "Columns of a table have no neighbours: their order means nothing.",
        "e": "A dense layer would not notice the shuffling; a convolution loses every neighbourhood.",
    },
    "softmax_claims": {
        "c": "Training changes the weights, not the formula: exp(z) / sum exp(z) is positive for every z.",
        "e": "ReLU gives no negative number either.",
    },
}
