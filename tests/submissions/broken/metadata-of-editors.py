r"""The notebook went through several editors, which add metadata of their own.

threat: accident
expect: nothing
tamper: describe "{\"vscode\": {\"interpreter\": {\"hash\": \"0\"}}, \"toc\": {\"base_numbering\": 1}, \"widgets\": {}}"
tamper: describe_cells "{\"vscode\": {\"languageId\": \"python\"}, \"pycharm\": {\"name\": \"#%%\"}, \"scrolled\": \"true\", \"collapsed\": 1, \"tags\": \"none\"}"
"""
