"""Renamed in capitals, as some disks do.

threat: accident
expect: nothing
tamper: rename DENSE.ipynb
"""
