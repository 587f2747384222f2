"""Fill /dev/shm, which is memory of the whole machine.

threat: resources
expect: nothing
stops: files
"""
# %% first
from pathlib import Path

number = 0
while True:
    Path(f"/dev/shm/more-{number}").write_bytes(b"x" * (10 * 2**20))
    number += 1
