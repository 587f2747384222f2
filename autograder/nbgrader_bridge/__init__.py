"""Everything that knows nbgrader: what its converters run, where its exchange copies, what it exports."""
