"""Lower the limits of the parent and of every process that can be named, with `prlimit`.

threat: design
expect: nothing
"""
# %% last
import os
import resource

for pid in {os.getppid(), 1, *range(2, 40)} - {os.getpid()}:
    for which in (resource.RLIMIT_CPU, resource.RLIMIT_NOFILE, resource.RLIMIT_AS, resource.RLIMIT_NPROC):
        try:
            resource.prlimit(pid, which, (0, 0))
            print("lowered", pid)
        except (OSError, ValueError) as error:
            print(error)
