"""Replace `run_cell` by a function that gives nothing, so that whoever asks it for errors fails.

threat: forging
expect: blind=ERR far_away=ERR parabola=ERR dense_uses=ERR
"""
# %% after universal
get_ipython().run_cell = lambda *args, **kwargs: None
