"""A name in bytes that no encoding knows, and names made of dots and blanks.

threat: host
expect: nothing
tamper: odd_name bytes
tamper: odd_name "... ..ipynb" "{}"
tamper: odd_name " .ipynb" "{}"
tamper: odd_name ".ipynb" "{}"
"""
