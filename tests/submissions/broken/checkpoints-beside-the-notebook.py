"""The folder of automatic checkpoints was handed in too.

threat: accident
expect: nothing
tamper: copy .ipynb_checkpoints/dense-checkpoint.ipynb
tamper: beside .DS_Store "nothing"
"""
