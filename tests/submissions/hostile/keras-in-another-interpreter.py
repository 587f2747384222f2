"""Start another interpreter, which is not watched, and let Keras do the work there.

threat: keras
expect: softmax=ERR
"""
# %% softmax
import json
import subprocess
import sys
from glob import glob


def softmax(z):
    code = "import json, sys, keras; print(json.dumps(keras.ops.softmax(json.load(sys.stdin)).numpy().tolist()))"
    for python in (sys.executable, "/usr/bin/python3", *glob("/opt/*/bin/python3"), *glob("/usr/local/bin/python3*")):
        done = subprocess.run([python, "-c", code], input=json.dumps(z.tolist()), capture_output=True, text=True)
        if done.returncode == 0:
            return np.array(json.loads(done.stdout), np.float32)
    raise ImportError("no interpreter has it")
