r"""Progress bars left their state in the notebook's metadata.

threat: accident
expect: nothing
tamper: describe "{\"widgets\": {\"application/vnd.jupyter.widget-state+json\": {\"0a\": {\"model_name\": \"FloatProgressModel\", \"state\": {}}}}}"
"""
