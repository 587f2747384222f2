"""Another notebook service dropped the grading information and kept the ids.

threat: accident
expect: nothing
says: recognised by their content
tamper: strip nbgrader
"""
