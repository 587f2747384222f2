"""Turn the test cell into Markdown and the imports into raw text, so that neither is executed.

threat: forging
expect: softmax=WRONG
tamper: retype softmax markdown
tamper: retype imports raw
"""
# %% softmax
def softmax(z):
    return z
