"""Names that are HTML or a formula, for the page that lists files and the table that is exported.

threat: host
expect: nothing
tamper: odd_name "<img src=x onerror=alert(1)>.ipynb" "{}"
tamper: odd_name "=cmd|'calc'!A1.csv"
"""
