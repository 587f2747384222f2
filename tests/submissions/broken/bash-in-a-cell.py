"""A cell looks around by a shell.

threat: accident
expect: nothing
"""
# %% first
%%bash
ls -la
nvidia-smi
exit 1
