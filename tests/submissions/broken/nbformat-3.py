"""Saved by a program of 2014, in format 3.

threat: accident
expect: nothing
tamper: downgrade 3
"""
