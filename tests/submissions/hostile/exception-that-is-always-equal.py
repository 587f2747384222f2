"""Raise an exception whose text, comparison, hash and truth are code of its own and fail or lie.

threat: forging
expect: softmax=ERR
"""
# %% softmax
class Meta(type):
    __name__ = property(lambda self: 1 / 0)


class Liar(Exception, metaclass=Meta):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__

    def __eq__(self, other):
        return True

    __hash__ = None


def softmax(z):
    raise Liar
