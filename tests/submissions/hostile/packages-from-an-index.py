"""Install what is missing, from the network or over what is there.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import subprocess
import sys


def reached():
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--retries=0", "--timeout=1", "tinygrad"]
    try:
        return subprocess.run(command, capture_output=True, timeout=1.5).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
