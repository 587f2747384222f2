"""Take another library than Keras: torch, jax, flax, scikit-learn, tinygrad, onnxruntime, mlx, whichever is there.

threat: keras
expect: softmax=ERR
"""
# %% softmax
import importlib

CALLS = {
    "torch": lambda m, z: m.softmax(m.tensor(z), -1).numpy(),
    "jax": lambda m, z: m.nn.softmax(z),
    "sklearn.utils.extmath": lambda m, z: m.softmax(z),
    "flax.linen": lambda m, z: m.softmax(z),
    "tinygrad": lambda m, z: m.Tensor(z).softmax().numpy(),
    "mlx.core": lambda m, z: m.softmax(z),
    "onnxruntime": lambda m, z: m.softmax(z),
    "tf_keras": lambda m, z: m.ops.softmax(z),
}


def softmax(z):
    for name, call in CALLS.items():
        try:
            return np.asarray(call(importlib.import_module(name), z))
        except (ImportError, AttributeError) as error:
            reason = error
    raise reason
