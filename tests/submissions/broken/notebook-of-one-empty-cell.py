r"""A new notebook under the assignment's name: nothing of the assignment is in it.

threat: accident
expect: INVALID
says: not the notebook that was handed out
tamper: content "{\"cells\": [{\"cell_type\": \"code\", \"source\": \"\", \"metadata\": {}, \"outputs\": [], \"execution_count\": null}], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 4}"
"""
