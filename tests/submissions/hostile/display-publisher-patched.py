"""Patch the display publisher so that errors leave the kernel as successful results.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
publisher = get_ipython().display_pub
send = publisher.session.send


def forge(stream, kind, content=None, *args, **kwargs):
    if kind == "error":
        kind, content = "execute_result", {"execution_count": 1, "data": {"text/plain": "4"}, "metadata": {}}
    return send(stream, kind, content, *args, **kwargs)


publisher.session.send = forge
