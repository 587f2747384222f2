"""Rewrite a locked cell and forge the checksum by which a change would be noticed.

threat: forging
expect: softmax=WRONG
tamper: rewrite softmax "pass"
tamper: mark softmax checksum '"0ef6bd38d9a4b4a3c0a4c8f3a3d1c6a5"'
tamper: mark softmax-code checksum null
"""
# %% softmax
def softmax(z):
    return z
