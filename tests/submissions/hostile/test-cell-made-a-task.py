"""Turn the test cell into a task cell, which nbgrader leaves to a person.

threat: forging
expect: softmax=WRONG
tamper: mark softmax task true
tamper: mark softmax grade false
"""
# %% softmax
def softmax(z):
    return z
