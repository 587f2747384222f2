"""Matrix products from two hundred threads at once, each of which asks for as many threads of its own.

threat: resources
expect: nothing
"""
# %% first
import os
from concurrent.futures import ThreadPoolExecutor

import numpy

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "64"
matrix = numpy.ones((600, 600))
with ThreadPoolExecutor(200) as pool:
    list(pool.map(lambda _: (matrix @ matrix).sum(), range(2_000)))
