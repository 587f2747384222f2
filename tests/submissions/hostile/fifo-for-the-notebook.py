"""A named pipe in the notebook's place: opening it waits for ever.

threat: host
expect: INVALID
says: a link or a device
tamper: instead fifo
"""
