"""The cell of an exercise was deleted: held for a person, and never a silent zero.

threat: accident
expect: softmax=WRONG
says: was missing
tamper: delete softmax-code
"""
