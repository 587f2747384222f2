"""The notebook packed into an archive that kept the notebook's name.

threat: accident
expect: INVALID
says: not a notebook
tamper: archive dense.ipynb
"""
