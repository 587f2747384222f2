"""A text file was handed in under the notebook's name.

threat: accident
expect: INVALID
says: not a notebook
tamper: content "I could not upload my notebook, here are my answers: softmax is exp(z) / sum(exp(z))."
"""
