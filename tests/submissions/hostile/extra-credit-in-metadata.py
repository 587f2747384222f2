"""Write extra credit, which the gradebook knows and the exercise does not, into the cells' metadata.

threat: design
expect: softmax=WRONG
tamper: mark softmax extra_credit 100
tamper: mark linear extra_credit 100
"""
# %% softmax
def softmax(z):
    return z
