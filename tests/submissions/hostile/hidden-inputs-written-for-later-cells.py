"""Write the hidden inputs to files during the checks, and print those files should cells ever run again.

threat: secrets
expect: nothing
"""
# %% first
from pathlib import Path

for folder in (".", "/tmp", "/dev/shm"):
    for found in Path(folder).glob("hidden*"):
        print("canary-" + "5d1f0c77-hidden", found.read_text())
# %% softmax
def softmax(z):
    for number, folder in enumerate((".", "/tmp", "/dev/shm")):
        with open(f"{folder}/hidden{number}.txt", "a") as file:
            print(z.tolist(), file=file)
    shifted = np.exp(z - z.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)
