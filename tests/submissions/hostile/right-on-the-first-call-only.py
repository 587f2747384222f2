"""Answer rightly on the first call of a process and remember that answer from then on.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
answers = []


def softmax(z):
    shifted = np.exp(z - z.max(-1, keepdims=True))
    answers.append(shifted / shifted.sum(-1, keepdims=True))
    return answers[0] if len(answers) < 2 else answers[0] * 0.5
