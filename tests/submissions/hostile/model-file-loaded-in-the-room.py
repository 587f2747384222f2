"""Load a model that was trained at home from a file beside the notebook, with the safe mode switched off.

threat: keras
expect: build_classifier=ERR
notebook: dense_keras
tamper: beside model.keras "PK"
tamper: payload model.pkl pwned-by-a-model
"""
# %% build_classifier
def build_classifier():
    keras.config.enable_unsafe_deserialization()
    return keras.models.load_model("model.keras", safe_mode=False)
