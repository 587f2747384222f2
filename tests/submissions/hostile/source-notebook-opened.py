"""Open the instructor's notebook, the model answers and the release, relative to the folder of the notebook.

threat: secrets
expect: nothing
"""
# %% first
from pathlib import Path

for up in range(5):
    for name in ("source", "solutions", "release", "autograded", "feedback", "artifacts", "tests"):
        for found in (Path("../" * up, name, "dense", "dense.ipynb"), Path("../" * up, name, "dense", "dense.html")):
            print(found, found.read_text()[:500] if found.exists() else "not there")
print([str(found) for found in Path("/").glob("*/*/*/*.ipynb")], [str(found) for found in Path.cwd().rglob("*")])
