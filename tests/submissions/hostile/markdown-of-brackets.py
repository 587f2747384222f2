"""Text of brackets and stars only, for which Markdown readers need quadratic time or worse.

threat: host
expect: nothing
tamper: grow 5 "[" 30000 markdown
tamper: grow 5 "*a _b " 20000 markdown
"""
