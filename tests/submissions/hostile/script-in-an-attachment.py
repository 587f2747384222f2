r"""A picture pasted into the written answer that is a page with a script.

threat: host
expect: nothing
tamper: attach explain_dense photo.png image/svg+xml "<svg xmlns='http://www.w3.org/2000/svg' onload='ran=1'/>"
tamper: attach explain_dense "x\" onerror=\"ran=1" image/png iVBORw0KGgo=
"""
# %% explain_dense
![my reasoning](attachment:photo.png) ![more](attachment:x" onerror="ran=1)
