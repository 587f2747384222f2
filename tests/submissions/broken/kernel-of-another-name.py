r"""The notebook names a kernel of the student's machine.

threat: accident
expect: nothing
tamper: describe "{\"kernelspec\": {\"name\": \"conda-env-ml-py\", \"display_name\": \"Python (ml)\", \"language\": \"python\"}}"
"""
