"""Put every folder that may hold packages on the module path, with the stand-ins taken away, and import Keras.

threat: keras
expect: softmax=ERR
"""
# %% softmax
import sys
from glob import glob


def softmax(z):
    sys.meta_path[:] = [finder for finder in sys.meta_path if "stand_ins" not in type(finder).__module__]
    sys.path[:0] = glob("/*/lib/python*/*-packages") + glob("/*/*/lib/python*/*-packages") + glob("/*/*/*/lib/python*/*-packages")
    for name in [name for name in sys.modules if name.split(".")[0] in ("keras", "tensorflow")]:
        del sys.modules[name]
    import keras

    return np.asarray(keras.ops.softmax(z))
