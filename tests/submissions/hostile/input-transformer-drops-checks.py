"""Drop the lines that check from later cells before they are parsed, with an input transformer.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
shell = get_ipython()
shell.input_transformers_cleanup.append(lambda lines: [l for l in lines if not l.lstrip().startswith("check(")])
shell.input_transformers_post.append(lambda lines: [l for l in lines if not l.lstrip().startswith("assert")])
