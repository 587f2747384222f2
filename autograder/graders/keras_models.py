"""Keras models that students built, whichever way: functional, ``Sequential``, or a subclass that a call builds.

What a model is asked: which arrays it takes, which it gives, and what it gives with weights that we set. The order of
its weights follows from the order in which its layers were made, which is the student's choice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.graders.judging import Wrong
from autograder.references import dense as formula
from autograder.sandbox import Raised
from forwardpass.compare import as_array, compare

Array = npt.NDArray[Any]
Shape = tuple[int | None, ...]
Size = tuple[int, ...]

ANY_SIZE = 5  # stands for None where a model is tried
NO_RELU = "The hidden layer's activation is missing: it should be ReLU."
NO_SOFTMAX = "The outputs are sums, not probabilities: which activation gives a distribution over classes?"
SIGMOID = "Each output is a probability of its own: the rows do not sum to 1. That is the sigmoid."
OVER_THE_BATCH = "The columns sum to 1 where the rows should: softmax runs over the wrong axis."
NOT_LINEAR = "The last layer should be linear: it has an activation that was not asked for."


def takes(model: Any, *inputs: Shape) -> Any:
    """Give what the model gives for zeros of these shapes; its first call is also what makes a subclass's weights."""
    x = [np.zeros([2, *(side or ANY_SIZE for side in shape[1:])], np.float32) for shape in inputs]
    try:
        return model(x if len(x) > 1 else x[0])
    except Raised:
        due = " and ".join(map(str, inputs))
        raise Wrong(f"The model fails when it is called on arrays of the shapes {due}, None being any size.") from None


def declared(model: Any, attribute: str) -> Any:
    """What a model says of itself, None where it says nothing: a subclass need not know its shapes."""
    try:
        return model.value(attribute)
    except Raised:
        return None


def has_shapes(model: Any, inputs: Shape, outputs: Shape) -> None:
    """Require that a model with one input and one output takes and gives arrays of these shapes."""
    for name, due in (("input_shape", inputs), ("output_shape", outputs)):
        said = declared(model, name)
        if said is not None:
            # What a model says of itself is not repeated: between checks it could carry hidden inputs out.
            assert isinstance(said, (tuple, list)) and tuple(said) == due, f"The model's {name} should be {due}."
    given = as_array(takes(model, inputs))
    assert given is not None and given.ndim == len(outputs), f"The model's output should have the shape {outputs}."
    fits = all(b is None or a == b for a, b in zip(given.shape[1:], outputs[1:], strict=True))
    assert fits, f"The model's output should have the shape {outputs}."


def holds(model: Any, blocks: Sequence[Sequence[Size]]) -> bool:
    """Whether a model's weights have these shapes: one block a layer, the layers in any order."""
    return _order(model, blocks) is not None


def give(model: Any, blocks: Sequence[Sequence[Array]]) -> None:
    """Set the weights of each layer. Raises ``AssertionError`` where the model has others."""
    order = _order(model, [[weight.shape for weight in block] for block in blocks])
    assert order is not None, "The layers are not the ones asked for: other weights."
    model.set_weights([weight for place in order for weight in blocks[place]])


def _order(model: Any, blocks: Sequence[Sequence[Size]]) -> tuple[int, ...] | None:
    held = [tuple(np.shape(weight)) for weight in model.get_weights()]
    for order in permutations(range(len(blocks))):
        if [shape for place in order for shape in blocks[place]] == held:
            return order
    return None


def gives(answer: Any, value: Any, bound: Any, mistakes: Mapping[str, Any]) -> None:
    """Require that a model's answer is the value due; ``mistakes`` says what it would be after which mistake."""
    difference = compare(answer, value, bound, name="The model's output", reveal=False)
    if difference is not None:
        hint = next((sentence for sentence, wrong in mistakes.items() if alike(answer, wrong)), "")
        raise Wrong(f"With other weights the model gives something else: {difference.message}", hint)


def alike(answer: Any, wrong: Any) -> bool:
    """Whether an answer is, but for rounding, what a mistake gives."""
    array, due = as_array(answer), np.asarray(wrong)
    if array is None or array.dtype.kind not in "iuf" or array.shape != due.shape:
        return False
    return bool(np.abs(array - due).max() <= 1e-4 * max(1.0, np.abs(due).max()))


def relu(z: Array) -> Array:
    """As the layer's activation."""
    return np.asarray(formula.relu(z).value)


def sigmoid(z: Array) -> Array:
    """As the layer's activation."""
    return np.asarray(formula.sigmoid(z).value)


def softmax(z: Array, axis: int = -1) -> Array:
    """As the layer's activation."""
    return np.moveaxis(formula.softmax(np.moveaxis(z, axis, -1)).value, -1, axis)


def classifying(hidden: Mapping[str, Array], kernel: Array, bias: Array) -> dict[str, Array]:
    """What a dense softmax layer gives after each of these hidden layers, and what it gives with mistakes of its own.

    ``hidden`` has the right one under "" and wrong ones under what to say of them.
    """
    sums = {sentence: each @ kernel.astype(np.float64) + bias for sentence, each in hidden.items()}
    right = sums.pop("")
    own = {NO_SOFTMAX: right, SIGMOID: sigmoid(right), OVER_THE_BATCH: softmax(right, axis=0)}
    return own | {sentence: softmax(each) for sentence, each in sums.items()}


def deciding(hidden: Mapping[str, Array], kernel: Array, bias: Array) -> dict[str, Array]:
    """As ``classifying`` for a dense layer without activation."""
    sums = {sentence: each @ kernel.astype(np.float64) + bias for sentence, each in hidden.items()}
    right = sums.pop("")
    unasked = {
        f"{NOT_LINEAR} It is {name}.": activation(right)
        for name, activation in (("ReLU", relu), ("softmax", softmax), ("the sigmoid", sigmoid), ("tanh", np.tanh))
    }
    return unasked | sums
