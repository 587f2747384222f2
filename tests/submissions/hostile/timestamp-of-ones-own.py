"""Hand in a time stamp from the last millennium and a feedback page of one's own.

threat: design
expect: softmax=WRONG
tamper: beside timestamp.txt "1999-01-01 00:00:00 UTC"
tamper: beside feedback.html "<h1>50 / 50</h1>"
"""
# %% softmax
def softmax(z):
    return z
