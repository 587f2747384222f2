"""Rooms of profile keras: Keras is there, and a check runs where the cells ran."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from autograder.sandbox import Cell, Crashed, LimitReached, Limits, Room, Sandbox

SOURCE = """
import keras, os, time
import numpy as np
from keras import layers

count = 0

def build():
    inputs = keras.Input((3,), name="features")
    return keras.Model(inputs, layers.Dense(4, name="affine")(inputs))

def tensors():
    return keras.ops.ones((2, 3)), keras.Variable(np.float32(2)), [keras.ops.cast(1, "float16")]

def crash():
    os.abort()

def wait():
    time.sleep(60)

def counted():
    global count
    count += 1
    return count
"""


@pytest.fixture(scope="module")
def keras_sandbox() -> Iterator[Sandbox]:
    with Sandbox("keras") as found:
        yield found


@pytest.fixture
def room(keras_sandbox: Sandbox) -> Iterator[Room]:
    with keras_sandbox.open() as found:
        assert found.run([Cell("a", SOURCE)])[0].fault is None
        yield found


def test_a_model_stays_inside_and_is_asked_there(room: Room) -> None:
    with room.check() as session:
        model = session.call("build", keep=True).value
        assert model.type_name == "Functional"
        kernel, bias = session.call_method(model, "get_weights").value
        x = np.arange(6, dtype=np.float32).reshape(2, 3)
        answer = session.call(model, (x,)).value
        assert session.get_attribute(model, "output_shape") == (None, 4)
    np.testing.assert_allclose(answer, x @ kernel + bias, rtol=1e-5)
    assert answer.dtype == np.float32


def test_tensors_and_variables_come_back_as_arrays(room: Room) -> None:
    with room.check() as session:
        ones, two, (half,) = session.call("tensors").value
    np.testing.assert_array_equal(ones, np.ones((2, 3), np.float32))
    assert (two.dtype, float(two), half.dtype, half.shape) == (np.float32, 2.0, np.float16, ())


def test_training_works_in_a_forked_room(keras_sandbox: Sandbox) -> None:
    train = """
model = build()
model.compile("sgd", "mse")
history = model.fit(np.ones((8, 3)), np.zeros((8, 4)), epochs=2, verbose=0).history["loss"]
"""
    with keras_sandbox.open() as room:
        runs = room.run([Cell("a", SOURCE), Cell("b", train)])
        assert [run.fault for run in runs] == [None, None]
        with room.check() as session:
            first, second = session.get("history")
    assert second < first


def test_a_crash_costs_its_check_and_the_room_is_made_anew(room: Room) -> None:
    with room.check() as session, pytest.raises(Crashed, match="SIGABRT"):
        session.call("crash")
    with room.check() as session:
        assert session.call("counted").value == 1


def test_a_call_that_takes_too_long_does_too(keras_sandbox: Sandbox) -> None:
    with keras_sandbox.open(Limits(check_seconds=3.0, cell_seconds=60.0, memory_mb=4096, processes=256)) as room:
        room.run([Cell("a", SOURCE)])
        with room.check() as session, pytest.raises(LimitReached, match="time limit"):
            session.call("wait")
        with room.check() as session:
            assert session.call("counted").value == 1
