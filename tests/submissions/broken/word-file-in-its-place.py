"""A document of a word processor, which is an archive too.

threat: accident
expect: INVALID
says: not a notebook
tamper: archive [Content_Types].xml word/document.xml
"""
