"""Overwrite the stored probes with one's own answers, in the package's folder, by every way there is to write.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% after imports
import os
from pathlib import Path

import forwardpass

folder = Path(forwardpass.__file__).parent / "probes"
for attempt in (
    lambda: (folder / "dense.bin").write_bytes(b""),
    lambda: os.chmod(folder, 0o777),
    lambda: os.rename(folder, folder.with_name("old")),
    lambda: os.symlink("/tmp", folder / "link"),
):
    try:
        attempt()
        print("written")
    except OSError as error:
        print(error)
