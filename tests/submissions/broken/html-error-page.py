"""The page that says "session expired", saved as the notebook.

threat: accident
expect: INVALID
says: not a notebook
tamper: content "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>Sign in again.</body></html>"
"""
