"""What only instructors have: exercises, references, graders, the sandbox and the way into nbgrader."""
