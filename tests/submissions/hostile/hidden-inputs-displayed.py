"""Display the hidden inputs during hidden calls, in the output of an earlier cell and in figures and titles.

threat: secrets
expect: nothing
"""
# %% softmax
import inspect

from IPython.display import display, update_display


def softmax(z):
    if not any("forwardpass" in frame.filename for frame in inspect.stack(0)):
        text = "canary-" + "5d1f0c77-hidden " + repr(z.tolist())
        update_display(text, display_id="board")
        display({"text/plain": text, "text/html": text}, raw=True)
        plt.figure().suptitle(text)
        plt.show()
    shifted = np.exp(z - z.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)
# %% first
display("nothing yet", display_id="board")
