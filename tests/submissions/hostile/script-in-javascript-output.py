"""Show JavaScript and what notebooks run as such.

threat: host
expect: nothing
"""
# %% first
from IPython.display import Javascript, display

display(Javascript("Jupyter.notebook.kernel.execute('import os')"))
display({"application/javascript": "window.ran = 1", "text/plain": "a plot"}, raw=True)
display({"application/x-javascript": "window.ran = 1", "application/vnd.bokehjs_exec.v0+json": ""}, raw=True)
