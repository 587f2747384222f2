"""Walk the folders in which courses live and print every small file that is not the system's.

threat: secrets
expect: nothing
"""
# %% first
import os

seen = 0
for root in ("..", "../..", "/home", "/root", "/srv", "/opt", "/mnt", "/media", "/work", "/data", "/tmp", "/var", "/run"):
    for folder, folders, files in os.walk(root):
        print(folder, folders, files[:20])
        for name in files:
            try:
                with open(os.path.join(folder, name), errors="replace") as file:
                    print(name, file.read(200))
            except OSError as error:
                print(error)
            seen += 1
            if seen > 200:
                raise SystemExit
