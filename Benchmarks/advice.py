"""Holds what `triptych advise` says against what `triptych compare` measures.

    python3 Benchmarks/advice.py .build/release/triptych .build/release/fixtures [CASE ...]

Each case is a kind of work with its own bottleneck. The advised way is measured together with every
mode and several numbers of workers; it passes where it is the fastest, or at most 5 % slower than the
fastest (the lower end of the 95 % interval of paired rounds decides). Exit code 1 where one does not.

`compare` has no threads share a picture. Where there are fewer pictures than CPUs, which is where they
would, runs of `process` as it is by default (`--split auto`) are timed instead, among them one that is told
nothing of workers: advice must not be worse than none.
"""

import itertools
import json
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ALLOWED = 1.05


def call(*words, **options):
    return subprocess.run(words, check=True, text=True, **options)


def pictures(tool, fixtures, place):
    """Folders of pictures by name: large ones, tiny ones, and a single one."""
    large = os.path.join(place, "large")
    call(fixtures, "make", large, "--large", stdout=subprocess.DEVNULL)
    for name in sorted(os.listdir(large))[10:]:
        os.remove(os.path.join(large, name))
    if os.path.exists(os.path.join(large, "MANIFEST.tsv")):
        os.remove(os.path.join(large, "MANIFEST.tsv"))
    small = os.path.join(place, "small")
    call(tool, "process", large, "-o", small, "-f", "resize=64x48", "--format", "jpeg", "--quiet")
    tiny = os.path.join(place, "tiny")
    os.mkdir(tiny)
    names = sorted(os.listdir(small))
    for number in range(240):
        shutil.copy(os.path.join(small, names[number % len(names)]),
                    os.path.join(tiny, "%03d.jpg" % number))
    one = os.path.join(place, "one")
    call(tool, "process", os.path.join(large, sorted(os.listdir(large))[0]), "-o", one,
         "-f", "resize=4000x3000", "--format", "jpeg", "--quiet")
    return {"large": large, "tiny": tiny, "one": one}


# Name, folder, what both are told, arms besides the advised one; none: `process` itself is timed.
CASES = [
    ("computing", "large", ["-f", "gaussian=sigma=3"], ["--workers", "1,2,4"]),
    ("waiting", "tiny", ["--io-latency", "20ms"],
     ["--workers", "2,4", "--in-flight", "2,8,64", "--modes", "free,forked"]),
    ("waiting, blocking", "tiny", ["--io-latency", "20ms", "--io", "blocking"],
     ["--workers", "8,16,32,64"]),
    ("tiny", "tiny", [], ["--workers", "1,2,4"]),
    ("one huge", "one", ["-f", "gaussian=sigma=3"], None),
    ("memory for two", "large", ["-f", "gaussian=sigma=3", "--memory-budget", "MEMORY"],
     ["--workers", "1,2,4"]),
]


def advise(tool, folder, options):
    found = call(tool, "advise", folder, *options, "--json", "-", capture_output=True)
    return json.loads(found.stdout)


def compare(tool, folder, options, arms, advice, out):
    lists = {arms[at]: arms[at + 1].split(",") for at in range(0, len(arms), 2)}
    lists.setdefault("--modes", ["locked", "free", "forked"])
    for name, value in (("--modes", advice["mode"]), ("--workers", str(advice["workers"]))):
        if value not in lists[name]:
            lists[name].append(value)
    ahead = str(advice["in_flight"] or 2)
    if "--in-flight" in lists or ahead != "2":
        values = lists.setdefault("--in-flight", ["2"])
        if ahead not in values:
            values.append(ahead)
    words = [part for name, values in lists.items() for part in (name, ",".join(values))]
    call(tool, "compare", folder, *options, *words, "--runs", "8", "--quiet",
         "--export-json", out,
         stdout=subprocess.DEVNULL)
    with open(out) as file:
        return json.load(file)["arms"]


def process(tool, folder, options, advice, place, rounds=12):
    """Arms like those of `compare`, of what `process` does by default with a picture that is shared."""
    told = ["--mode", advice["mode"], "--workers", str(advice["workers"]), "--io", advice["io"]]
    ways = {"advised": told, "nothing said": [], "--workers auto": ["--workers", "auto"],
            "free 1": ["--workers", "1"], "free 2": ["--workers", "2"]}
    arms = {name: {"label": name, "mode": None, "workers": None, "runs": []} for name in ways}
    order = random.Random(1)
    for number in range(rounds + 1):
        for name in order.sample(sorted(ways), len(ways)):
            out = os.path.join(place, "out")
            start = time.perf_counter_ns()
            call(tool, "process", folder, "-o", out, *options, *ways[name], "--quiet")
            wall = time.perf_counter_ns() - start
            shutil.rmtree(out)
            if number > 0:
                arms[name]["runs"].append({"wall_ns": wall})
    arms["advised"].update(mode=advice["mode"], workers=advice["workers"],
                           label="%(mode)s %(workers)s" % advice)
    return list(arms.values())


def walls(arm):
    return [run["wall_ns"] for run in arm["runs"]]


def ratio(advised, best):
    """The typical of paired ratios, with the exact interval of 95 % by Wilcoxon's signed ranks: as
    `compare` has it (docs/decisions/0010), rounds that were held up included.
    """
    logs = [math.log(a / b) for a, b in zip(walls(advised), walls(best))]
    averages = sorted((a + b) / 2 for i, a in enumerate(logs) for b in logs[i:])
    # Chances of each sum of positive ranks; averages outside of 2.5 % of them at each end are left out.
    chances = [1.0]
    for rank in range(1, len(logs) + 1):
        without = chances + [0.0] * rank
        chances = [(a + b) / 2 for a, b in zip(without, [0.0] * rank + chances)]
    left = sum(below <= 0.025 for below in itertools.accumulate(chances)) - 1
    if left < 0:
        raise ValueError("fewer than six rounds have no interval of 95 %")
    return tuple(math.exp(x) for x in (
        statistics.median(averages), averages[left], averages[-1 - left]))


def main(tool, fixtures, *chosen):
    tool = os.path.abspath(tool)
    fixtures = os.path.abspath(fixtures)
    wrong = 0
    with tempfile.TemporaryDirectory() as place:
        folders = pictures(tool, fixtures, place)
        print("%-18s %-26s %-26s %s" % ("case", "advised", "fastest", "advised / fastest"))
        for name, folder, options, arms in CASES:
            if chosen and name not in chosen:
                continue
            if "MEMORY" in options:
                plain = [word for word in options if word not in ("--memory-budget", "MEMORY")]
                each = advise(tool, folders[folder], plain)["job_memory_bytes"]
                options = [str(4 * each + 4096) if word == "MEMORY" else word for word in options]
            advice = advise(tool, folders[folder], options)
            if arms is None:
                found = process(tool, folders[folder], options, advice, place)
            else:
                found = compare(tool, folders[folder], options, arms, advice,
                                os.path.join(place, "found.json"))
            ahead = advice["in_flight"] or 2
            advised = next(
                arm for arm in found
                if (arm["mode"], arm["workers"]) == (advice["mode"], advice["workers"])
                and int(arm.get("options", {}).get("in-flight", ahead)) == ahead)
            best = min(found, key=lambda arm: sorted(walls(arm))[len(walls(arm)) // 2])
            value, lower, upper = ratio(advised, best)
            verdict = "" if lower <= ALLOWED else "  TOO SLOW"
            wrong += lower > ALLOWED
            print("%-18s %-26s %-26s %.3f (%.3f to %.3f)%s" % (
                name, advised["label"], best["label"], value, lower, upper, verdict), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
