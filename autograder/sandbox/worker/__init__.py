"""What runs inside the sandbox: warm process, keeper, init and the student's process, in the order of their birth."""
