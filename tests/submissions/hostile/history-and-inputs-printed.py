"""Print what the shell remembers: inputs, outputs, history, and the source of the cell under way.

threat: secrets
expect: nothing
"""
# %% after softmax
shell = get_ipython()
print(In[-1], In[0], Out, _ih, _oh)
print(list(shell.history_manager.get_range()), shell.history_manager.hist_file)
print(shell.parent, shell.config, shell.kernel.__dict__)
%history -n -o -g
