"""Saved in an old encoding, with umlauts in a comment.

threat: accident
expect: nothing
says: not saved as UTF-8
tamper: encode latin-1
"""
# %% first
# Größe und Länge prüfen, naïve Lösung
größe = 3
