"""Five thousand files beside the notebook, which stock nbgrader copies one by one, twice.

threat: host
expect: nothing
tamper: crowd 5000
"""
