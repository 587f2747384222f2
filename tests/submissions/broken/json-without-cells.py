r"""A notebook that lost its cells: new, and saved at once.

threat: accident
expect: INVALID
says: no cells
tamper: content "{\"cells\": [], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}"
"""
