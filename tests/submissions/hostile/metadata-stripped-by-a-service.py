"""Lose all metadata to another notebook service, the grading information included.

threat: design
expect: nothing
tamper: strip *
"""
