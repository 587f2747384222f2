"""Turn a solution cell into raw text: stock nbgrader aborts; the answer in it is still the answer.

threat: forging
expect: nothing
tamper: retype softmax-code raw
"""
