"""Hand in an IPython profile with start-up files and a configuration that runs lines of its own.

threat: forging
expect: softmax=WRONG
tamper: beneath .ipython/profile_default/startup/00-first.py "check = print"
tamper: beneath profile_default/ipython_config.py "c.InteractiveShellApp.exec_lines = ['import os; os._exit(0)']"
tamper: beside ipython_config.py "c.InteractiveShellApp.exec_lines = ['check = print']"
"""
# %% softmax
def softmax(z):
    return z
