"""Turn the test cell into a solution cell, so that one's own text stands in it and a person must grade it.

threat: forging
expect: softmax=WRONG
tamper: mark softmax solution true
tamper: mark softmax locked false
tamper: rewrite softmax "score = 4"
"""
# %% softmax
def softmax(z):
    return z
