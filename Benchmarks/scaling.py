#!/usr/bin/env python3
"""What more workers gain: each task with several numbers of workers, in free and in forked mode.

usage: scaling.py TRIPTYCH PHOTOS PNGS NAME [ROUNDS [WORKERS]]

PHOTOS is a folder of JPEG files, PNGS one of PNG files, NAME a date and a machine (2026-01-31-server):
raw data go to Benchmarks/results/NAME, with notes on the machine. In each of ROUNDS rounds (7) all arms
run once, in an order that changes from round to round; each run is a process of its own, timed from
outside. WORKERS is a list of numbers that starts with the one that the others are compared to (1,2).
Run it on a machine that does nothing else. There should be many more files than workers: a worker that
finds none left has nothing to do while the last ones are finished.

A line of the table is a task in a mode: the median of wall seconds with the first number of workers, and
for each other number the median of the ratio to it within a round, with the least and the most. --split
is off: a thread helps nobody, so that both modes do the same. Locked mode is there for one task: by
design, it gains nothing.
"""
import os
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TASKS = {
    "thumb": ("photos", ["--filters", "resize=800x800", "--format", "jpeg", "--quality", "85"]),
    "gauss": ("photos", ["--filters", "gaussian=sigma=3", "--format", "jpeg", "--quality", "90"]),
    "median": ("photos", ["--filters", "median=radius=3", "--format", "jpeg", "--quality", "90"]),
    "bilateral": (
        "photos",
        ["--filters", "bilateral=radius=4:range=30:spatial=3", "--format", "jpeg", "--quality", "90"],
    ),
    "resize_png": ("pngs", ["--filters", "resize=50%", "--format", "png", "--png-level", "6"]),
    "recode_png": ("pngs", ["--format", "png", "--png-level", "6"]),
    "recode_jpeg": ("photos", ["--format", "jpeg", "--quality", "90"]),
}
MODES = {task: ("free", "forked") for task in TASKS} | {"gauss": ("locked", "free", "forked")}


def run(tool, folder, options, mode, workers):
    """Wall and CPU seconds of one run."""
    output = tempfile.mkdtemp(prefix="scaling-")
    words = [tool, "process", folder, "-o", output, "--quiet", "--split", "off"]
    words += ["--mode", mode, "--workers", str(workers)] + options
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    subprocess.run(words, check=True)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    shutil.rmtree(output)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def notes(tool, load):
    model = ""
    with open("/proc/cpuinfo") as info:
        for line in info:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    version = subprocess.run([tool, "--version"], capture_output=True, text=True).stdout.strip()
    return [
        f"date: {time.strftime('%Y-%m-%dT%H:%MZ', time.gmtime())}",
        f"triptych: {version}",
        f"system: {platform.system()} {platform.release()} {platform.machine()}",
        f"processor: {model}",
        f"processors: {len(os.sched_getaffinity(0))} of {os.cpu_count()}",
        f"load before: {load}",
        f"load after: {os.getloadavg()}",
    ]


def measure(tool, folders, rounds, counts, data):
    """Walls by task, mode, workers and round; every run is written down as it ends."""
    arms = [(task, mode, count) for task in TASKS for mode in MODES[task] for count in counts]
    walls = {arm: [] for arm in arms}
    order = random.Random(1)
    data.write("task\tmode\tworkers\tround\twall_s\tcpu_s\n")
    for task, (kind, options) in TASKS.items():
        run(tool, folders[kind], options, "free", counts[-1])  # Warms up.
    for number in range(rounds):
        order.shuffle(arms)
        for task, mode, count in arms:
            kind, options = TASKS[task]
            wall, cpu = run(tool, folders[kind], options, mode, count)
            data.write(f"{task}\t{mode}\t{count}\t{number}\t{wall:.4f}\t{cpu:.4f}\n")
            data.flush()
            walls[task, mode, count].append(wall)
        print(f"scaling: round {number + 1} of {rounds}", file=sys.stderr)
    return walls


def table(walls, counts):
    first, *others = counts
    lines = [f"| task | mode | {first}, s | " + " | ".join(f"{count}, times" for count in others) + " |"]
    lines.append("|---" * (3 + len(others)) + "|")
    for task in TASKS:
        for mode in MODES[task]:
            base = walls[task, mode, first]
            cells = [task, mode, f"{statistics.median(base):.3f}"]
            for count in others:
                gains = [a / b for a, b in zip(base, walls[task, mode, count])]
                least, most = min(gains), max(gains)
                cells.append(f"{statistics.median(gains):.2f} ({least:.2f} to {most:.2f})")
            lines.append("| " + " | ".join(cells) + " |")
    return lines


def main():
    if len(sys.argv) not in (5, 6, 7):
        sys.exit(__doc__)
    tool, photos, pngs, name = sys.argv[1:5]
    rounds = int(sys.argv[5]) if len(sys.argv) > 5 else 7
    counts = [int(count) for count in sys.argv[6].split(",")] if len(sys.argv) > 6 else [1, 2]
    results = os.path.join(os.path.dirname(os.path.abspath(__file__)), "results", name)
    os.makedirs(results, exist_ok=True)
    load = os.getloadavg()
    with open(os.path.join(results, "scaling.tsv"), "w") as data:
        walls = measure(tool, {"photos": photos, "pngs": pngs}, rounds, counts, data)
    with open(os.path.join(results, "scaling.md"), "w") as page:
        page.write("\n".join(notes(tool, load) + [""] + table(walls, counts)) + "\n")
    print("\n".join(table(walls, counts)))


if __name__ == "__main__":
    main()
