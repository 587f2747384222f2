"""Every hostile and broken notebook, in one class with honest neighbours, gets the verdict that its file names."""

from __future__ import annotations

import pytest

from tests.attacks import course as lab
from tests.attacks.catalogue import THREATS, catalogue

from .conftest import ATTACKS

pytestmark = pytest.mark.xdist_group("attacks")


def test_every_part_of_the_threat_model_has_its_files():
    whole = catalogue()
    assert {attack.threat for attack in whole} == {attack.threat for attack in ATTACKS} == set(THREATS)
    assert len({attack.name for attack in whole}) == len(whole)
    assert len(catalogue("hostile")) >= 120 and len(catalogue("broken")) >= 60


@pytest.mark.parametrize("name", [f"{attack.kind}/{attack.name}" for attack in ATTACKS])
def test_it_gets_the_verdict_that_its_file_names(batch, name):
    row = batch.rows[name.split("/")[1]]
    assert not row.wrong, f"{row.attack.what}\n" + "\n".join(row.wrong) + "\n" + batch.said[row.attack.notebook][-1500:]


def test_every_neighbour_gets_the_score_that_it_gets_alone(batch, tmp_path):
    course = batch.courses["dense"]
    crowded = lab.gradebook(course)
    alone = lab.make(tmp_path / "alone", "dense")
    (alone.private / "secret").write_bytes((course.private / "secret").read_bytes())  # the same hidden cases
    neighbours = {}
    for name, text in lab.honest().items():
        lab.hand_in_honest(alone, "dense", name, text)
        neighbours |= {student: name for student in crowded if student[5:] == f"a-{name}"}
    assert len(neighbours) >= len(ATTACKS) // lab.EVERY
    lab.command(alone.root, "autograder", "grade", lab.ASSIGNMENT)
    by_itself = lab.gradebook(alone)
    assert {s: crowded[s] for s in neighbours} == {s: by_itself[name] for s, name in neighbours.items()}


def test_nothing_is_left_on_the_machine(batch):
    assert batch.left == set()
    assert batch.processes == set()
    assert list(batch.temporary.iterdir()) == []
