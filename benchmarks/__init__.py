"""Benchmarks: both sides of every comparison in one run on one machine. ``python -m benchmarks --help``."""
