"""A slip on the keyboard (the letter M) made the answer a text cell.

threat: accident
expect: nothing
says: The type of the cell softmax-code had been changed
tamper: retype softmax-code markdown
"""
