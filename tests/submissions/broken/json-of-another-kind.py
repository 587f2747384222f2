r"""Valid JSON that is no notebook: a list.

threat: accident
expect: INVALID
says: not a notebook
tamper: content "[{\"softmax\": 4}]"
"""
