"""Fork twice, leave the session, close everything: a daemon that outlives nbgrader and writes when all is over.

threat: resources
expect: nothing
"""
# %% first
import os
import time
from pathlib import Path

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 256)
        for _ in range(60):
            time.sleep(1)
            for place in ("/tmp", "/dev/shm", "/var/tmp", str(Path.home())):
                try:
                    Path(place, "forwardpass-daemon-was-here").touch()
                except OSError:
                    pass
    os._exit(0)
