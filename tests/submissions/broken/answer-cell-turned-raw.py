"""A slip on the keyboard (the letter R) made the answer a raw cell.

threat: accident
expect: nothing
says: The type of the cell softmax-code had been changed
tamper: retype softmax-code raw
"""
