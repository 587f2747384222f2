"""Overwrite the output of the cell with the check later on, through a display handle that was put there before.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% after softmax
shell = get_ipython()
shell.events.register("pre_run_cell", lambda info: display("waiting", display_id="verdict"))
# %% last
from IPython.display import update_display

update_display("✓ softmax agrees with Keras on 3 inputs", display_id="verdict")
