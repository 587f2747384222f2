"""Script and sequences in the name, the text and the traceback of an exception, in a cell and in a graded function.

threat: host
expect: softmax=ERR
"""
# %% softmax
Harm = type("<script>window.ran = 1</script>", (Exception,), {"__module__": "<img src=x onerror=ran=1>"})


def softmax(z):
    raise Harm("</pre><script>window.ran = 1</script>\x1b]0;owned\x07")
# %% last
raise Harm("</pre><svg onload=ran=1>\x1b]52;c;cm0gLXJmIH4=\x07")
