#!/usr/bin/env python3
"""What a second worker gains: each task with one and with two workers, in free and in forked mode.

usage: scaling.py TRIPTYCH PHOTOS PNGS NAME [ROUNDS]

PHOTOS is a folder of JPEG files, PNGS one of PNG files, NAME a date and a machine (2026-01-31-server):
raw data go to Benchmarks/results/NAME, with notes on the machine. In each of ROUNDS rounds (7) all arms
run once, in an order that changes from round to round; each run is a process of its own, timed from
outside. Run it on a machine that does nothing else.

A line of the table is a task: the median of wall times, and of the ratio of one worker's to two
workers' within a round. --split is off: a thread helps nobody, so that both modes do the same.
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
ARMS = [(mode, workers) for mode in ("free", "forked") for workers in (1, 2)]


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


def measure(tool, folders, rounds, data):
    """Walls by task, arm and round; every run is written down as it ends."""
    walls = {task: {arm: [] for arm in ARMS} for task in TASKS}
    order = random.Random(1)
    data.write("task\tmode\tworkers\tround\twall_s\tcpu_s\n")
    for number in range(-1, rounds):
        runs = [(task, arm) for task in TASKS for arm in ARMS]
        order.shuffle(runs)
        for task, (mode, workers) in runs:
            kind, options = TASKS[task]
            wall, cpu = run(tool, folders[kind], options, mode, workers)
            if number < 0:
                continue  # The first round warms up.
            data.write(f"{task}\t{mode}\t{workers}\t{number}\t{wall:.4f}\t{cpu:.4f}\n")
            walls[task][mode, workers].append(wall)
        print(f"scaling: round {number + 1} of {rounds}", file=sys.stderr)
    return walls


def table(walls):
    lines = ["| task | mode | 1 worker, s | 2 workers, s | speed-up | least to most |"]
    lines.append("|---|---|---|---|---|---|")
    for task, arms in walls.items():
        for mode in ("free", "forked"):
            one, two = arms[mode, 1], arms[mode, 2]
            gains = [a / b for a, b in zip(one, two)]
            lines.append(
                f"| {task} | {mode} | {statistics.median(one):.3f} | {statistics.median(two):.3f} "
                f"| {statistics.median(gains):.2f} | {min(gains):.2f} to {max(gains):.2f} |"
            )
    return lines


def main():
    if len(sys.argv) not in (5, 6):
        sys.exit(__doc__)
    tool, photos, pngs, name = sys.argv[1:5]
    rounds = int(sys.argv[5]) if len(sys.argv) == 6 else 7
    results = os.path.join(os.path.dirname(os.path.abspath(__file__)), "results", name)
    os.makedirs(results, exist_ok=True)
    load = os.getloadavg()
    with open(os.path.join(results, "scaling.tsv"), "w") as data:
        walls = measure(tool, {"photos": photos, "pngs": pngs}, rounds, data)
    with open(os.path.join(results, "scaling.md"), "w") as page:
        page.write("\n".join(notes(tool, load) + [""] + table(walls)) + "\n")
    print("\n".join(table(walls)))


if __name__ == "__main__":
    main()
