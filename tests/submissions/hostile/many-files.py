"""Each file below the limit, together more than the disk holds.

threat: resources
expect: nothing
stops: files
"""
# %% first
from pathlib import Path

number = 0
while True:
    Path(f"part-{number}.bin").write_bytes(b"x" * (8 * 2**20))
    number += 1
