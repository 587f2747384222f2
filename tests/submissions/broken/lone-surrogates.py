r"""Half of an emoji, cut in two by an editor.

threat: accident
expect: nothing
tamper: replace "half an emoji" "half an emoji \\\\ud83d"
"""
# %% first
title = "half an emoji"
print(title)
