"""Saved outputs that no program shows, from an extension.

threat: accident
expect: nothing
tamper: show softmax application/vnd.example+json "{}"
tamper: show relu "" ""
"""
