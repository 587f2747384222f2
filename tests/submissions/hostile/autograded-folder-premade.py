"""Make the folder of graded work of a neighbour beforehand, so that nbgrader takes the neighbour for graded.

threat: design
expect: softmax=WRONG
tamper: beneath autograded/s000/dense/dense.ipynb "{}"
"""
# %% softmax
def softmax(z):
    return z
