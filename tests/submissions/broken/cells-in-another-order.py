"""Cells were dragged about: an answer to the end, its check to the front.

threat: accident
expect: nothing
says: had been moved
tamper: move softmax-code -1
tamper: move dense-code 0
tamper: move relu 3
"""
