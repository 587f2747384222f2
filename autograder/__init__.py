"""What only instructors have: exercises, references, graders, the sandbox and the way into nbgrader."""

import sys

# nbformat's jsonschema tries this package for one format (IRIs) that no notebook has, and its import compiles a grammar
# for two seconds: in every process that grades.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
