"""All letters in one text, where a set is due: an answer that says how it has to look.

threat: accident
expect: universal=WRONG
says: letter
"""
# %% universal
universal = "a, e"
