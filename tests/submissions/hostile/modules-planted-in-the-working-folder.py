"""Write modules into the working folder that a later import by somebody else would pick up, with bytecode beside them.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
import pathlib
import py_compile

for name in ("random", "signal", "resource", "msgspec", "numpy", "conftest"):
    pathlib.Path(f"{name}.py").write_text("raise SystemExit(0)\n")
    py_compile.compile(f"{name}.py")
