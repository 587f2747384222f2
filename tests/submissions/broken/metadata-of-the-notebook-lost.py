r"""A tool dropped the notebook's own metadata: no kernel, no language.

threat: accident
expect: nothing
tamper: describe "{\"kernelspec\": null, \"language_info\": 5, \"forwardpass\": []}"
"""
