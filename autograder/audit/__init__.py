"""The graders graded: right implementations must pass every check, wrong ones must not, and no hint may mislead.

Every implementation is asked by the very checks that grade students, with hidden cases drawn from one course secret
after another. Four sorts of implementations are asked: right ones in many styles, the bank of misconceptions, whole
wrong files, and mutants of the model answers. What must come out is known for each, so that one line tells what failed:

    false accept    no check of its exercise fails a wrong implementation for every secret
    false reject    a right implementation fails a check, for some secret
    wrong hint      a mistake of the bank gets the hint of another one
    flicker         a check passes an implementation for one secret and fails it for another
    idle check      a check rejects nothing that no other check rejects
    our fault       a check itself raised
"""

from autograder.audit.bank import Entry, Kind, entries
from autograder.audit.run import Finding, audit
from autograder.audit.tables import as_json, show

__all__ = ["Entry", "Finding", "Kind", "as_json", "audit", "entries", "show"]
