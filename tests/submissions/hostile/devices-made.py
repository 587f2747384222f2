"""Make a device of the disk and read it.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import os
import stat


def reached():
    for major, minor in ((8, 0), (253, 0), (259, 0), (1, 1)):
        try:
            os.mknod(os.path.expanduser("~/disk"), stat.S_IFBLK | 0o600, os.makedev(major, minor))
            return True
        except OSError:
            continue
    return any(os.path.exists(path) for path in ("/dev/sda", "/dev/vda", "/dev/nvme0n1", "/dev/mem", "/dev/kvm", "/dev/kmsg"))


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
