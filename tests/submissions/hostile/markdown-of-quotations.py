"""Quotations, lists and code fences nested thousands deep, for which Markdown readers recurse.

threat: host
expect: nothing
tamper: grow 3 "> " 30000 markdown
tamper: grow 3 "- " 30000 markdown
tamper: grow 3 "<div>" 20000 markdown
"""
