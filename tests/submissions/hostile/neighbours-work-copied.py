"""Copy the answer out of another student's submission, wherever submissions may lie.

threat: secrets
expect: softmax=WRONG
"""
# %% softmax
from glob import glob

SOURCES = ["../../*/dense/*.ipynb", "/**/submitted/*/*/*.ipynb", "/tmp/**/*.ipynb", "/proc/*/cwd/**/*.ipynb", "/home/*/*.ipynb"]


def softmax(z):
    for pattern in SOURCES[:1] + SOURCES[2:]:
        for name in glob(pattern, recursive=True)[:50]:
            print("canary-" "5d1f0c77-neighbour", name)
            import json

            for cell in json.load(open(name))["cells"]:
                if "def softmax" in "".join(cell["source"]):
                    names = {"np": np}
                    exec("".join(cell["source"]), names)
                    return names["softmax"](z)
    return z
