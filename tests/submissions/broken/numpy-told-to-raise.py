"""A cell lets NumPy raise on overflow, which the student's own code then runs into.

threat: accident
expect: sigmoid=ERR:0.75
says: FloatingPointError
"""
# %% sigmoid
def sigmoid(z):
    with np.errstate(over="raise"):
        return 1 / (1 + np.exp(-z))
