"""Print what tells this run from one at home: counters, times, hosts, limits, kernel, packages, mounts.

threat: secrets
expect: nothing
"""
# %% last
import platform
import resource
import sys
from importlib.metadata import distributions
from pathlib import Path

print(get_ipython().execution_count, platform.uname(), sys.argv, sys.path, sys.flags, sys.executable)
print({name: resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT")})
print(sorted(d.metadata["Name"] for d in distributions()))
for name in ("self/mountinfo", "self/cgroup", "cmdline", "version", "sys/kernel/hostname", "uptime"):
    print(name, Path("/proc", name).read_text() if Path("/proc", name).exists() else "")
