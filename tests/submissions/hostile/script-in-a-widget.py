"""Show widgets and other types that a front end has a program for.

threat: host
expect: nothing
"""
# %% first
from IPython.display import display

for mime, data in {
    "application/vnd.jupyter.widget-view+json": {"model_id": "ran", "version_major": 2},
    "application/vnd.vegalite.v5+json": {"mark": "bar", "usermeta": {"url": "https://collect.example/"}},
    "application/vnd.plotly.v1+json": {"data": [{"text": "<img src=x onerror=ran=1>"}]},
    "application/geo+json": {"type": "Point"},
    "application/pdf": "JVBERi0=",
    "text/vnd.mermaid": "click a href 'javascript:ran=1'",
}.items():
    display({mime: data}, raw=True)
