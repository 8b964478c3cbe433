#!/usr/bin/env python3
"""What the sandbox and the journal cost: runs with and without, side by side.

usage: prices.py TRIPTYCH PICTURES [ROUNDS]

PICTURES is a folder, searched with --recursive. Each of ROUNDS rounds (15) makes every run once, in an
order that changes from round to round; each is a process of its own, timed from outside. A line of the
table is the ratio with to without within a round: its median, the 95 % interval of the median by
resampling the rounds, and the same for CPU time. Run it on a machine that does nothing else.

There is no option that leaves the journal away: a folder of its name in its place does.
"""
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

FILTERS = ["--filters", "resize=800x800"]
SANDBOX = {f"sandbox, {handoff}": ["--mode", "forked", "--handoff", handoff] for handoff in ("path", "pipe", "shm")}
JOURNAL = {f"journal, {mode}": ["--mode", mode] for mode in ("free", "forked")}


def run(tool, pictures, options, sandbox=None, journal=True):
    """Wall and CPU seconds."""
    output = tempfile.mkdtemp(prefix="prices-")
    try:
        if not journal:
            os.mkdir(os.path.join(output, ".triptych-journal"))
        words = [tool, "process", pictures, "--recursive", "-o", output, "--quiet", *FILTERS, *options]
        if sandbox is not None:
            words += ["--sandbox", "on" if sandbox else "off"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.monotonic()
        subprocess.run(words, check=True, stderr=subprocess.DEVNULL)
        wall = time.monotonic() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    finally:
        shutil.rmtree(output)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def interval(values, random_source, level=0.95, resamples=2000):
    medians = sorted(statistics.median(random_source.choices(values, k=len(values))) for _ in range(resamples))
    edge = int(resamples * (1 - level) / 2)
    return medians[edge], medians[-1 - edge]


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    tool, pictures = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 15
    order = random.Random(1)
    run(tool, pictures, [])  # Warms up.
    ratios = {name: [] for name in [*SANDBOX, *JOURNAL]}
    for number in range(rounds):
        runs = [(name, has) for name in ratios for has in (True, False)]
        order.shuffle(runs)
        taken = {}
        for name, has in runs:
            if name in SANDBOX:
                taken[name, has] = run(tool, pictures, SANDBOX[name], sandbox=has)
            else:
                taken[name, has] = run(tool, pictures, JOURNAL[name], journal=has)
        for name in ratios:
            ratios[name].append([a / b for a, b in zip(taken[name, True], taken[name, False])])
        print(f"prices: round {number + 1} of {rounds}", file=sys.stderr)
    print("| with to without | wall | 95 % | CPU | 95 % |")
    print("|---|---|---|---|---|")
    for name, pairs in ratios.items():
        cells = [name]
        for values in zip(*pairs):
            least, most = interval(values, order)
            cells += [f"{statistics.median(values):.4f}", f"{least:.4f} to {most:.4f}"]
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
