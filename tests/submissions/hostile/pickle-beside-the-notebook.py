"""Pickles in the submission that do harm when somebody's tool loads them.

threat: host
expect: nothing
tamper: payload model.pkl unpickled-canary
tamper: payload weights.npy unpickled-canary
tamper: payload model.keras unpickled-canary
"""
