"""The notebook itself is missing, and an automatic checkpoint is there.

threat: accident
expect: INVALID
says: was not handed in
tamper: copy .ipynb_checkpoints/dense-checkpoint.ipynb
tamper: without
"""
