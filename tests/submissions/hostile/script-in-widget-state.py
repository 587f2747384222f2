r"""Widget state in the notebook's metadata, which nbconvert writes into the page as it is.

threat: host
expect: nothing
tamper: describe "{\"widgets\": {\"application/vnd.jupyter.widget-state+json\": {\"version_major\": 2, \"version_minor\": 0, \"state\": {\"a\": {\"model_name\": \"HTMLModel\", \"model_module\": \"https://collect.example/x\", \"state\": {\"value\": \"</script><script>ran=1</script>\"}}}}}}"
"""
