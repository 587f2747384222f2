"""Return an array that a thread goes on changing while it is read and sent.

threat: design
expect: softmax=WRONG
"""
# %% softmax
import os
import threading

here = os.getpid()


def softmax(z):
    answer = np.zeros((512, 512))
    if os.getpid() != here:
        threading.Thread(target=change, args=(answer,), daemon=True).start()
    return answer


def change(answer):
    while True:
        answer += 1
        answer.dtype = answer.dtype.newbyteorder()
