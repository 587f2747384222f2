"""Start programs that run as root whoever starts them.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import os
import subprocess


def reached():
    for command in ("sudo -n id", "su -c id", "mount --bind / /tmp", "pkexec id", "newgrp root", "passwd -d root", "fusermount3 -u /tmp"):
        try:
            done = subprocess.run(command.split(), stdin=subprocess.DEVNULL, capture_output=True, timeout=0.5)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return True
    try:
        os.setuid(0)
        os.setgroups([0])
        return os.access("/etc/shadow", os.R_OK)
    except OSError:
        return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
