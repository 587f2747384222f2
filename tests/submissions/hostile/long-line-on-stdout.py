"""One line of 30 MB; stock nbgrader stores it whole.

threat: resources
expect: nothing
stops: output
"""
# %% first
print("x" * 30_000_000)
