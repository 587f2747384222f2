"""Saved by an editor that puts a mark in front of UTF-8.

threat: accident
expect: nothing
tamper: encode utf-8 efbbbf
"""
