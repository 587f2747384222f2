"""The cell of an answer was copied with its metadata, which aborts a stock batch.

threat: accident
expect: nothing
says: more than once
tamper: duplicate softmax-code
"""
