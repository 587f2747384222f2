r"""The notebook exported as a script, under the notebook's name.

threat: accident
expect: INVALID
says: not a notebook
tamper: content "# In[1]:\nimport numpy as np\ndef softmax(z):\n    return np.exp(z)\n"
"""
