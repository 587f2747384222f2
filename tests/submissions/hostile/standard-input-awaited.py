"""Wait for somebody to type: past `input`, at the descriptor, at the terminal, and at the password prompt.

threat: resources
expect: nothing
"""
# %% first
import getpass
import os
import sys

print(os.read(0, 100), sys.__stdin__.read() if sys.__stdin__ else None)
try:
    print(open("/dev/tty").read())
except OSError as error:
    print(error)
getpass.getpass()
