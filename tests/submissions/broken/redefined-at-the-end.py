"""A cell for trying things out, at the end, redefines the function.

threat: accident
expect: softmax=WRONG
"""
# %% last
softmax = lambda z: z / 2
