"""Return lists that hold themselves, twice at every level.

threat: design
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    answer = []
    answer.append(answer)
    if z.ndim > 2:
        answer.append({"again": answer})
        answer = (answer, answer)
    return answer
