"""The number is wrapped in a list.

threat: accident
expect: neuron_by_hand=WRONG
"""
# %% neuron_by_hand
neuron_by_hand = [4]
