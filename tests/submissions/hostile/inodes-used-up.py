"""Empty files take no space and one inode each.

threat: resources
expect: nothing
"""
# %% first
import os

os.makedirs("many", exist_ok=True)
try:
    for number in range(150_000):
        os.close(os.open(f"many/{number}", os.O_CREAT | os.O_WRONLY))
except OSError as error:
    print("stopped", error)
