"""Renamed as other courses ask for.

threat: accident
expect: nothing
tamper: rename "Dense_Übung_Müller.ipynb"
"""
