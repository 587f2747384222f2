"""Capital letters, and a blank behind one.

threat: accident
expect: nothing
"""
# %% universal
universal = {"A", "E "}
