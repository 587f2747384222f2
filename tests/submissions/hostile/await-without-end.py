"""A cell of asynchronous code that never wakes up.

threat: resources
expect: nothing
stops: time
"""
# %% first
import asyncio

await asyncio.Event().wait()
