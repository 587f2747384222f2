"""A pool of five hundred workers, each of which opens a pool of its own.

threat: resources
expect: nothing
stops: processes
"""
# %% first
import multiprocessing


def work(depth):
    with multiprocessing.get_context("fork").Pool(500) as pool:
        return pool.map(work, [depth + 1] * 500)


work(0)
