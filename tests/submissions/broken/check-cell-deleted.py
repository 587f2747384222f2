"""The cells with the checks were deleted, "to tidy up".

threat: accident
expect: nothing
tamper: delete softmax
tamper: delete relu
tamper: delete imports
"""
