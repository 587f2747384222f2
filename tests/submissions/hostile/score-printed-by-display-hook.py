"""Send a fake `execute_result` with a full score through the display hook: stock nbgrader reads partial credit from it.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
import sys

hook = get_ipython().displayhook


class Score(type(hook)):
    def __call__(self, result=None):
        self.session.send(None, "execute_result", {"execution_count": 1, "data": {"text/plain": "4"}, "metadata": {}})


hook.__class__ = Score
sys.displayhook = hook
# %% after softmax
4.0
