"""What only instructors have: exercises, references, graders, the sandbox and the way into nbgrader."""

#: The trusted side's own folder in a course. It stands here for who must not wait for anything else to be imported.
PRIVATE = ".autograder"
