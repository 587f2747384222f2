"""One of two submissions leaves the answer wherever it can write.

threat: host
expect: nothing
"""
# %% last
import os
from pathlib import Path

places = ["/tmp", "/var/tmp", "/dev/shm", "/run", "/dev/mqueue", str(Path.home()), os.getcwd(), str(Path.home().parent)]
for place in places:
    for name in ("forwardpass-note", ".keras/forwardpass-note", ".cache/forwardpass-note"):
        try:
            path = Path(place, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text("answer")
            print("left", path)
        except OSError as error:
            print(error)
