"""Hand in `sitecustomize.py`, `usercustomize.py` and a `.pth` file, which an interpreter started here would run.

threat: forging
expect: softmax=WRONG
tamper: beside sitecustomize.py "import os; os.environ['PWNED'] = '1'"
tamper: beside usercustomize.py "import os; os._exit(0)"
tamper: beside zz.pth "import os; os._exit(0)"
"""
# %% softmax
def softmax(z):
    return z
# %% first
import os

print(os.environ.get("PWNED"), os.listdir("."))
