r"""Names of 255 bytes leave no room for anything that is added to them.

threat: host
expect: nothing
tamper: odd_name "...ipynb" "{}"
tamper: odd_name ".....ipynb" "{}"
tamper: odd_name "\\x07..."
tamper: link_beside link ../../../gradebook.db
"""
