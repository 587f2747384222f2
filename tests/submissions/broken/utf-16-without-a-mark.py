"""UTF-16 and no mark that says so: refused with a reason, or read rightly, but no zero.

threat: accident
expect: INVALID
tamper: encode utf-16-be
"""
