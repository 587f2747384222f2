"""Install Keras on the spot: pip as a magic, in the shell, from ensurepip, and a download by hand.

threat: keras
expect: softmax=ERR
"""
# %% first
%pip install keras
# %% after imports
!pip install --quiet --target . keras || python -m ensurepip && python -m pip install --target . keras
!curl -sm 1 -O https://github.com/keras-team/keras/archive/master.zip || wget -T 1 https://keras.io/keras.whl
# %% softmax
def softmax(z):
    from keras import ops

    return np.asarray(ops.softmax(z))
