"""Name a kernel of one's own in the notebook's metadata, with a path and a command in it.

threat: forging
expect: softmax=WRONG
tamper: describe '{"kernelspec": {"name": "../../evil", "display_name": "x", "language": "bash", "argv": ["sh", "-c", "id"]}}'
"""
# %% softmax
def softmax(z):
    return z
