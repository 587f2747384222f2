"""How an answer is judged: hidden pytest files ``grade_<assignment>.py`` and what they are written with.

    @item("lstm_step", weight=2)
    def test_one_step(student, rng):
        \"\"\"One step from a random state gives h and c as Keras does.\"\"\"
        agree(student.lstm_step, ask.one_step(rng))

What a check raises decides its verdict: nothing is PASS; an ``AssertionError`` is WRONG; the student's own exception,
reported by the sandbox, is ERR; a limit is LIMIT; anything else is GRADER, our fault, and held for a person.
"""

from autograder.graders.judging import Wrong, agree, chosen, credit, exactly, item
from autograder.graders.student import Stub, Student

__all__ = ["Stub", "Student", "Wrong", "agree", "chosen", "credit", "exactly", "item"]
