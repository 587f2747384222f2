"""Look for answers that an earlier submission left behind, in files, segments, queues, keyrings and abstract sockets.

threat: secrets
expect: softmax=WRONG
"""
# %% softmax
import ctypes
import glob
import hashlib
import socket


def softmax(z):
    name = "memo-" + hashlib.sha256(z.tobytes()).hexdigest()
    for found in glob.glob(f"/*/{name}") + glob.glob(f"/*/*/{name}") + glob.glob(f"/*/*/.cache/{name}"):
        return np.frombuffer(open(found, "rb").read(), z.dtype).reshape(z.shape)
    return z
# %% last
libc = ctypes.CDLL(None)
canary = "canary-" + "5d1f0c77-neighbour"
for found in (libc.shmget(0x5D1F, 0, 0), libc.semget(0x5D1F, 0, 0), libc.msgget(0x5D1F, 0)):
    print("nothing" if found < 0 else canary)
print(glob.glob("/tmp/*"), glob.glob("/dev/shm/*"), glob.glob("/dev/mqueue/*"), open("/proc/net/unix").read())
try:
    socket.socket(socket.AF_UNIX).connect("\0forwardpass-answers")
    print(canary)
except OSError as error:
    print(error)
