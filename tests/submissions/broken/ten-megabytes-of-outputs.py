"""Outputs of ten megabytes were saved with the notebook.

threat: accident
expect: nothing
tamper: show softmax text/plain "epoch 1 of 100: loss 0.123; " 370000
"""
