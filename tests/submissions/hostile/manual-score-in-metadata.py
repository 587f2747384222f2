"""Write a manual score into the metadata of cell and notebook, as if a person had graded already.

threat: design
expect: softmax=WRONG
tamper: mark softmax manual_score 4
tamper: mark softmax needs_manual_grade false
tamper: describe '{"nbgrader": {"manual_score": 50, "score": 50, "late_penalty": -50}}'
"""
# %% softmax
def softmax(z):
    return z
