"""Let another program flood the output.

threat: resources
expect: nothing
stops: output
"""
# %% first
import subprocess

subprocess.run("yes forwardpass | head -c 12000000", shell=True)
