"""Hand in settings beside the notebook that programs read when they start in that folder.

threat: host
expect: softmax=WRONG
tamper: beside nbgrader_config.py "raise SystemExit(1)"
tamper: beside ipython_config.py "c.InteractiveShellApp.exec_lines = ['softmax = None']"
tamper: beside usercustomize.py "raise SystemExit(1)"
tamper: beside matplotlibrc "backend: nonsense"
tamper: beside kernel.json "{}"
"""
# %% softmax
def softmax(z):
    return z
