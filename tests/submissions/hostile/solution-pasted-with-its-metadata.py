"""Paste solution cells twice with their metadata: an honest accident that aborts a stock batch.

threat: design
expect: nothing
tamper: duplicate softmax-code
tamper: duplicate relu-code
"""
