"""Let `check(..., live=True)` run Keras and pick its answer out of the frames while it compares.

threat: keras
expect: softmax=WRONG
"""
# %% softmax
import sys

answers = {}


def spy(frame, event, argument):
    if event == "return" and isinstance(argument, np.ndarray):
        answers[argument.shape] = argument
    return spy


def softmax(z):
    return answers.get(z.shape, z)
# %% after softmax
sys.settrace(spy)
try:
    check("softmax", softmax, live=True, seed=1)
except Exception as error:
    print(error)
finally:
    sys.settrace(None)
