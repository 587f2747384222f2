"""Unclosed formulas and commands that define each other, for which MathJax never ends.

threat: host
expect: nothing
tamper: grow 3 "$x^" 30000 markdown
"""
# %% [markdown] last
# $$\def\a{\b\b}\def\b{\a\a}\a$$
# $$\newcommand{\x}[1]{\x{#1#1}}\x{1}$$
