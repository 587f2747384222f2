"""Keep the hidden inputs in files and crash, so that the cells run once more and print what the checks have asked.

threat: secrets
expect: parabola=ERR
"""
# %% first
import glob

print([("canary-" + "5d1f0c77-hidden", open(name).read()) for name in glob.glob("/tmp/kept*") + glob.glob("kept*")])
# %% parabola
import inspect
import os


def parabola(target):
    if not any("forwardpass" in frame.filename for frame in inspect.stack(0)):
        for name in ("/tmp/kept", "kept"):
            with open(name, "w") as file:
                file.write(str(target))
        os.kill(os.getppid(), 9)
        os.abort()
    return np.zeros((1, 3)), np.zeros(3), np.zeros((3, 1)), np.zeros(1)
