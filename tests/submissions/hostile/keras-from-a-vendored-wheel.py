"""Bring Keras along as a wheel, a folder and a vendored copy beside the notebook.

threat: keras
expect: softmax=ERR
tamper: beside keras-3.99.0-py3-none-any.whl "PK"
tamper: beneath keras/ops.py "softmax = print"
tamper: beneath vendor/tensorflow.py "import os"
"""
# %% softmax
import sys
import zipimport


def softmax(z):
    sys.path[:0] = ["keras-3.99.0-py3-none-any.whl", "vendor", "."]
    try:
        import keras
    except ImportError:
        keras = zipimport.zipimporter("keras-3.99.0-py3-none-any.whl").load_module("keras")
    return np.asarray(keras.ops.softmax(z))
