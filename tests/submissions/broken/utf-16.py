"""Saved as "Unicode" by an editor that means UTF-16.

threat: accident
expect: nothing
tamper: encode utf-16-le fffe
"""
