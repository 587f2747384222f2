"""Lower the limits of file size and of the stack to nothing, once every cell has run.

threat: design
expect: nothing
"""
# %% last
import resource

resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_NICE, (0, 0))
