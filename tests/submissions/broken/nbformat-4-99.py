"""Saved by a program newer than ours.

threat: accident
expect: nothing
tamper: version 4 99
"""
