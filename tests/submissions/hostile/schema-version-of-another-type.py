"""Give the schema version as a list and as null, so that comparing it fails.

threat: forging
expect: softmax=WRONG
tamper: mark softmax schema_version "[3]"
tamper: mark linear schema_version null
"""
# %% softmax
def softmax(z):
    return z
