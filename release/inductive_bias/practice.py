"""Practice boxes: layers whose names you know, for trying your probes and `identify`. Needs NumPy and Matplotlib only.

    for box in boxes():
        print(box.name, box.input_shape, box(np.zeros((1, *box.input_shape))).shape)

A box takes (batch, *box.input_shape), at most 256 samples at a time, and answers 60 calls, just like the secret ones.
"""

from __future__ import annotations

import math

import matplotlib.pyplot as plt
import numpy as np

FAMILIES = ("dense", "dense_flat", "conv2d", "lstm", "attention", "pooling", "layer_norm")
MOST_CALLS, MOST_SAMPLES, LARGEST = 60, 256, 1e6


class Box:
    """A layer with weights inside. ``answer`` is what `identify` should say, ``right`` what the probes should."""

    def __init__(self, name, input_shape, function, answer, right):
        self.name, self.input_shape, self.function = name, input_shape, function
        self.answer, self.right = answer, right
        self.calls = 0

    def __call__(self, x):
        """Give the layer's output. Raises ValueError for what the secret boxes refuse as well."""
        self.calls += 1
        if self.calls > MOST_CALLS:
            raise ValueError(f"no more than {MOST_CALLS} calls of one box")
        x = np.asarray(x)
        if x.dtype.kind not in "biuf":
            raise ValueError("a box takes an array of real numbers")
        if x.shape[1:] != self.input_shape or x.ndim != len(self.input_shape) + 1:
            raise ValueError(f"a box takes (batch, {', '.join(map(str, self.input_shape))})")
        if not 1 <= len(x) <= MOST_SAMPLES:
            raise ValueError(f"a batch has 1 to {MOST_SAMPLES} samples")
        x = x.astype(float)
        if not (np.abs(x) <= LARGEST).all():
            raise ValueError("a box takes finite numbers of at most a million")
        return self.function(x)


# -- the layers -------------------------------------------------------------------------------------------------------


def _weights(rng, *shape):
    return rng.uniform(0.5, 1.5, shape) * rng.choice([-1, 1], shape) / math.sqrt(math.prod(shape[:-1]))


def _dense(rng, inputs, units):
    kernel, bias = _weights(rng, inputs, units), _weights(rng, units)
    return lambda x: x @ kernel + bias


def _dense_flat(rng, shape, layout):
    layer = _dense(rng, math.prod(shape), math.prod(layout))
    return lambda x: layer(x.reshape(len(x), -1)).reshape(len(x), *layout)


def _conv2d(rng, channels, filters, size, strides=(1, 1), dilation=(1, 1)):
    kernel, bias = _weights(rng, *size, channels, filters), _weights(rng, filters)

    def layer(x):
        rows, columns = (
            (n - (k - 1) * d - 1) // s + 1 for n, k, s, d in zip(x.shape[1:3], size, strides, dilation, strict=True)
        )
        out = np.zeros((len(x), rows, columns, filters)) + bias
        for i, j in np.ndindex(size):
            part = x[:, i * dilation[0] :: strides[0], j * dilation[1] :: strides[1]]
            out += part[:, :rows, :columns] @ kernel[i, j]
        return out

    return layer


def _lstm(rng, width, units, backward=False, last=False):
    kernel, recurrent = _weights(rng, width, 4 * units), _weights(rng, units, 4 * units) / 2
    bias = np.repeat([0.2, 0.9, -0.2, 0.3], units)

    def layer(x):
        h = c = np.zeros((len(x), units))
        outputs = []
        for step in range(x.shape[1])[:: -1 if backward else 1]:
            i, f, g, o = np.split(x[:, step] @ kernel + h @ recurrent + bias, 4, axis=-1)
            c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
            h = np.tanh(c) / (1 + np.exp(-o))
            outputs.append(h)
        return h if last else np.stack(outputs[:: -1 if backward else 1], axis=1)

    return layer


def _both_ways(rng, width, units, last):
    forward, backward = (_lstm(rng, width, units, way, last) for way in (False, True))
    return lambda x: np.concatenate([forward(x), backward(x)], axis=-1)


def _attention(rng, shape, units, causal=False, positions=False):
    steps, width = shape
    query, key = _dense(rng, width, 3), _dense(rng, width, 3)
    value = _dense(rng, width, units)
    places = rng.standard_normal(shape) if positions else 0.0
    mask = np.tril(np.ones((steps, steps))) if causal else np.ones((steps, steps))

    def layer(x):
        scores = query(x + places) @ np.swapaxes(key(x + places), 1, 2) / math.sqrt(3)
        exponentials = mask * np.exp(scores - scores.max(axis=-1, keepdims=True))
        return exponentials / exponentials.sum(axis=-1, keepdims=True) @ value(x)

    return layer


def _pooling(size, kind):
    def layer(x):
        for axis, p in enumerate(size, start=1):
            kept = np.take(x, range(x.shape[axis] // p * p), axis=axis)
            windows = kept.reshape(*kept.shape[:axis], -1, p, *kept.shape[axis + 1 :])
            x = windows.max(axis=axis + 1) if kind == "max" else windows.mean(axis=axis + 1)
        return x

    return layer


def _layer_norm(rng, width):
    gain, shift = _weights(rng, width), _weights(rng, width)

    def layer(x):
        centred = x - x.mean(axis=-1, keepdims=True)
        return gain * centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 0.001) + shift

    return layer


# -- the boxes --------------------------------------------------------------------------------------------------------


def _says(additive, seen, equivariant, order, budget, causal=None):
    """Collect what the probes should say of a layer on sequences; ``causal`` where there is an output at every step."""
    right = {"is_additive": additive, "inputs_seen": seen, "is_permutation_equivariant": equivariant}
    right |= {"is_order_sensitive": order, "has_budget": budget}
    return right if causal is None else right | {"is_causal": causal}


def boxes():
    """Give a fresh set of practice boxes, always with the same weights."""
    return [*_on_sequences(np.random.default_rng(5)), *_on_images(np.random.default_rng(6))]


def _on_sequences(rng):
    shape = steps, width = 7, 4
    places = np.arange(steps)
    everything, only, past, future = places >= 0, places == 3, places <= 3, places >= 3
    made = [
        ("dense", _dense(rng, width, 4), {"family": "dense"}, _says(True, only, True, False, False, True)),
        ("flatten, dense", _dense_flat(rng, shape, (5,)), {"family": "dense_flat"},
         _says(True, everything, False, True, False)),
        ("flatten, dense,\nlaid out again", _dense_flat(rng, shape, shape), {"family": "dense_flat"},
         _says(True, everything, False, True, False, False)),
    ]  # fmt: skip
    for direction, seen in (("forward", past), ("backward", future), ("bidirectional", everything)):
        for last in (True, False):
            answer = {"family": "lstm", "direction": direction, "return_sequences": not last}
            if direction == "bidirectional":
                layer = _both_ways(rng, width, 3, last)
            else:
                layer = _lstm(rng, width, 4, direction == "backward", last)
            says = _says(False, everything if last else seen, False, True, False)
            name = f"LSTM, {direction},\n{'last output' if last else 'all outputs'}"
            made.append((name, layer, answer, says if last else says | {"is_causal": direction == "forward"}))
    for causal in (False, True):
        for positions in (False, True):
            name = f"{'causal ' if causal else 'self-'}attention" + ",\nwith positions" * positions
            answer = {"family": "attention", "causal": causal, "positions": positions}
            seen = past if causal else everything
            says = _says(False, seen, not (causal or positions), positions, True, causal)
            made.append((name, _attention(rng, shape, 4, causal, positions), answer, says))
    for kind in ("max", "average"):
        says = _says(kind == "average", (places == 2) | (places == 3), False, True, kind == "max")
        answer = {"family": "pooling", "kind": kind, "pool_size": (2,)}
        made.append((f"{kind} pooling", _pooling((2,), kind), answer, says))
    says = _says(False, only, True, False, False, True)
    made.append(("layer\nnormalisation", _layer_norm(rng, width), {"family": "layer_norm"}, says))
    return [Box(name, shape, *rest) for name, *rest in made]


def _on_images(rng):
    shape = height, width, channels = 9, 11, 3

    def says(additive, shift, rows, columns):
        seen = np.outer(np.isin(np.arange(height), rows), np.isin(np.arange(width), columns))
        return {"is_additive": additive, "inputs_seen": seen, "shift_step": shift}

    def conv2d(size, strides, dilation):
        layer = _conv2d(rng, channels, 4, size, strides, dilation)
        return layer, {"family": "conv2d", "kernel_size": size, "strides": strides, "dilation_rate": dilation}

    made = [
        ("dense\n(or 1x1 convolution)", _dense(rng, channels, 4), {"family": "dense"}, says(True, (1, 1), 4, 5)),
        ("flatten, dense", _dense_flat(rng, shape, (6,)), {"family": "dense_flat"},
         says(True, (0, 0), range(9), range(11))),
        ("convolution, 3x2", *conv2d((3, 2), (1, 1), (1, 1)), says(True, (1, 1), (3, 4, 5), (5, 6))),
        ("convolution, 2x3,\nstrides 1, 2", *conv2d((2, 3), (1, 2), (1, 1)), says(True, (1, 2), (4, 5), (4, 5, 6))),
        ("convolution, 3x2,\ndilation 2, 3", *conv2d((3, 2), (1, 1), (2, 3)), says(True, (1, 1), (2, 4, 6), (4, 7))),
        ("max pooling, 2x3", _pooling((2, 3), "max"), {"family": "pooling", "kind": "max", "pool_size": (2, 3)},
         says(False, (2, 3), (4, 5), (3, 4, 5))),
        ("average pooling, 2x3", _pooling((2, 3), "average"),
         {"family": "pooling", "kind": "average", "pool_size": (2, 3)}, says(True, (2, 3), (4, 5), (3, 4, 5))),
        ("layer\nnormalisation", _layer_norm(rng, channels), {"family": "layer_norm"}, says(False, (1, 1), 4, 5)),
    ]  # fmt: skip
    return [Box(name, shape, *rest) for name, *rest in made]


# -- tables and pictures ----------------------------------------------------------------------------------------------


def _places(shape):
    return f"{shape[0]} steps" if len(shape) == 2 else f"{shape[0]}x{shape[1]} image"


def _said(function, box):
    """Give what a function says of a box; an exception as a text."""
    try:
        return function(box, box.input_shape)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def show_answers(probe):
    """Print what a probe says of every practice box that it is for, and whether that is right."""
    name = probe.__name__
    told = [(box, _said(probe, box)) for box in boxes() if name in box.right]
    if all(said is None for _, said in told):
        print(f"Write {name} first.")
        return
    marks = []
    for box, said in told:
        due = box.right[name]
        marks.append(np.array_equal(said, due))
        line = f"{'✓' if marks[-1] else '✗'} {box.name.replace(chr(10), ' ')} ({_places(box.input_shape)}): "
        if isinstance(due, np.ndarray):
            seen = f"places seen: {np.sum(said)}" if isinstance(said, np.ndarray) else f"{said}"
            print(line + seen + ("" if marks[-1] else f", but it should be\n{due.astype(int)}"))
        else:
            print(line + (f"{said}" if marks[-1] else f"{said}, but it should be {due}"))
    print(f"\n{sum(marks)} of {len(marks)} right.")


def _response(box):
    """Give how much every output changes with each step, or on images with the pixel in the middle."""
    shape = box.input_shape
    change = np.random.default_rng(0).uniform(0.5, 1.5, shape[-1])
    places = [(step,) for step in range(shape[0])] if len(shape) == 2 else [(shape[0] // 2, shape[1] // 2)]
    batch = np.zeros((1 + len(places), *shape))
    for number, place in enumerate(places, start=1):
        batch[(number, *place)] = change
    outputs = box(batch)
    size = np.abs(outputs[1:] - outputs[0])
    size = size.mean(axis=-1) if outputs.ndim > 2 else size
    return size if len(shape) == 2 else np.atleast_2d(size[0])


def draw_responses():
    """Draw for every practice box which outputs change when one place of the input does."""
    every = boxes()
    _, axes = plt.subplots(4, 6, figsize=(12, 8.6), gridspec_kw={"hspace": 0.75, "wspace": 0.35})
    for ax, box in zip(axes.flat, every, strict=True):
        size = _response(box)
        ax.imshow(np.where(size > 1e-9, 0.25 + 0.75 * size / size.max(), 0), cmap="Greys", vmin=0, vmax=1)
        ax.set_title(box.name, fontsize=8)
        sequence, vector = len(box.input_shape) == 2, box(np.zeros((1, *box.input_shape))).ndim == 2
        ax.set_xlabel("output unit" if vector else "output step" if sequence else "output column", fontsize=7)
        ax.set_ylabel("changed step" if sequence else "" if vector else "output row", fontsize=7)
        ax.set(xticks=[], yticks=[])
    plt.show()


def draw_confusion(identify):
    """Draw which family `identify` takes each practice box for, and print every box that is not right in full."""
    told = [(box, _said(identify, box)) for box in boxes()]
    if all(said is None for _, said in told):
        print("Write identify first.")
        return
    counts, wrong = np.zeros((len(FAMILIES), len(FAMILIES) + 1), int), []
    for box, said in told:
        family = said.get("family") if isinstance(said, dict) else None
        column = FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
        counts[FAMILIES.index(box.answer["family"]), column] += 1
        if not isinstance(said, dict) or any(said.get(key) != due for key, due in box.answer.items()):
            wrong.append(f"✗ {box.name.replace(chr(10), ' ')} ({_places(box.input_shape)}): {said}")
    _, ax = plt.subplots(figsize=(6.4, 4.2))
    ax.imshow(counts / counts.sum(axis=1, keepdims=True), cmap="Greys", vmin=0, vmax=1.5)
    for row, column in zip(*np.nonzero(counts), strict=True):
        ax.text(column, row, str(counts[row, column]), ha="center", va="center")
    columns = [*FAMILIES, "nothing"]
    ax.set(yticks=range(len(FAMILIES)), yticklabels=FAMILIES, xticks=range(len(columns)))
    ax.set_xticklabels(columns, rotation=40, ha="right")
    ax.set(xlabel="taken for", ylabel="the box is")
    plt.show()
    print("\n".join(wrong) or "All 24 practice boxes are named, with all their hyperparameters.")
