"""Saved by a program that knows no cell ids.

threat: accident
expect: nothing
tamper: downgrade 4.0
"""
