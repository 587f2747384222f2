r"""Rewrite the locked cell with the imports, so that `check` is `print`.

threat: forging
expect: softmax=WRONG
says: The locked cell imports had been changed
tamper: rewrite imports "import matplotlib.pyplot as plt\nimport numpy as np\ncheck = print"
"""
# %% softmax
def softmax(z):
    return z
