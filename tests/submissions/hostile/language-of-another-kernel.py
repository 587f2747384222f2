"""Claim that the notebook is written in R, so that no Python test can run in it.

threat: forging
expect: softmax=WRONG
tamper: describe '{"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}'
tamper: describe '{"language_info": {"name": "R"}}'
"""
# %% softmax
def softmax(z):
    return z
