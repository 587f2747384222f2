"""Fuzz the readers of what students send, guided by coverage: a million inputs for each target.

    python -m tests.fuzz                    every target, one after another
    python -m tests.fuzz frames --runs 1e5  one of them, shorter

Each runs in a process of its own with a cap on its memory. Exits with 1 where an input raises what it must not raise,
or takes more memory than the cap; the input is then in artifacts/fuzz/.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOUND = ROOT / "artifacts" / "fuzz"


def main() -> int:
    """Run the chosen targets; 0 where none of them failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("targets", nargs="*", help="frames, headers, notebooks (default: all), or module:function")
    parser.add_argument("--runs", type=float, default=1e6, help="inputs per target (default: a million)")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        fuzz(options.targets[0], int(options.runs))
    names = options.targets or ["frames", "headers", "notebooks"]
    return max(run(name, int(options.runs)) for name in names)


def run(name: str, runs: int) -> int:
    """Fuzz one target in a process of its own, and say how it went."""
    FOUND.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    command = [sys.executable, "-m", "tests.fuzz", name, "--runs", str(runs), "--child"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    seconds = time.perf_counter() - started
    log = done.stdout.decode(errors="replace")
    counted = f"Done {runs} runs" in log
    if done.returncode or not counted:
        print(log[-6000:])
        print(f"{name}: FAILED after {seconds:.0f} s; see {FOUND.relative_to(ROOT)}/")
        return 1
    print(f"{name}: {runs:,} inputs in {seconds:.0f} s, nothing found", flush=True)
    return 0


def fuzz(name: str, runs: int) -> None:
    """Hand one target to atheris. Never returns."""
    import atheris

    with atheris.instrument_imports(include=["autograder"]):
        from tests.fuzz.targets import CAP_MB, find
    target, seeds = find(name)
    name = name.replace(":", ".")
    corpus = FOUND / f"corpus-{name}"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    for seed in seeds():
        target(seed)
    with open("/proc/self/statm") as file:
        mapped = resource.getpagesize() * int(file.read().split()[0])
    cap = mapped + CAP_MB * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (cap, cap))
    atheris.Setup(
        ["fuzz", f"-runs={runs}", "-max_len=20000", "-timeout=20", f"-artifact_prefix={FOUND}/{name}-", str(corpus)],
        target,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
