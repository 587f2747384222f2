"""Formulas that MathJax makes into links, styles and requests.

threat: host
expect: nothing
"""
# %% first
from IPython.display import Latex, Markdown, Math, display

for formula in (
    r"\href{javascript:window.ran=1}{x}",
    r"\style{position:fixed;inset:0}{x}",
    r"\require{action}\toggle{a}{b}\endtoggle",
    r"\def\a{\csname href\endcsname}\a{javascript:ran=1}{x}",
    r"\unicode{<img src=x onerror=ran=1>}",
    r"\includegraphics{https://collect.example/a.png}",
):
    display(Latex(f"$${formula}$$"), Math(formula), Markdown(f"${formula}$"))
