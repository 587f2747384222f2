"""Hand in trained models, which run code when they are loaded, and load them where one can.

threat: keras
expect: softmax=ERR
tamper: beside model.keras "PK"
tamper: beside model.h5 "HDF"
tamper: payload model.pkl pwned-by-a-model
"""
# %% softmax
import pickle
from pathlib import Path


def softmax(z):
    from keras.models import load_model

    for name in ("model.keras", "model.h5"):
        if Path(name).exists():
            return load_model(name, safe_mode=False).predict(z)
    return pickle.loads(Path("model.pkl").read_bytes())(z)
