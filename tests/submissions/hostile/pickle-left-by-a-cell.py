"""A cell writes pickles under every name under which a grader might look for results.

threat: host
expect: nothing
"""
# %% first
import os
import pickle
from pathlib import Path


class Payload:
    def __reduce__(self):
        return os.system, ("touch unpickled-canary /tmp/unpickled-canary",)


for name in ("answers.pkl", "results.pickle", "softmax.npy", "model.joblib", ".cache.pkl"):
    Path(name).write_bytes(pickle.dumps(Payload()))
