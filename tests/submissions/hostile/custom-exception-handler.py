"""Swallow every exception with `set_custom_exc`, so that no failure reaches the output.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
get_ipython().set_custom_exc((BaseException,), lambda shell, kind, value, trace, tb_offset=None: [])
