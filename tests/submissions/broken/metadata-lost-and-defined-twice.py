"""All metadata is gone and two cells define the same function: only the student knows.

threat: accident
expect: INVALID
says: cannot be told
tamper: strip *
tamper: downgrade 4.0
"""
# %% after softmax
def softmax(z):
    return z
