"""``python -m autograder``."""

import os
import sys
from pathlib import Path

from autograder.cli import main

# nbgrader starts alembic and jupyter by name; without an activated environment they would not be found.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])

main(prog_name="autograder")
