"""Put a dict that lies about its names in the place of the notebook's variables.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% last
shell = get_ipython()


class Liar(dict):
    def __contains__(self, name):
        return True

    def __missing__(self, name):
        return lambda *args, **kwargs: True


shell.user_ns = Liar(shell.user_ns)
