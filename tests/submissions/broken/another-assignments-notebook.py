"""The notebook of another assignment, renamed to fit.

threat: accident
expect: INVALID
says: not the notebook that was handed out
tamper: released lstm
"""
