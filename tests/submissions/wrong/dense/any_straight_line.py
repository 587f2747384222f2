"""Linear is taken for any straight line."""


def linear(z):
    return z + 1
