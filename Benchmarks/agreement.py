#!/usr/bin/env python3
"""What reports say, held against what is seen from outside.

usage: agreement.py TRIPTYCH PICTURES [REPEATS]

PICTURES is a folder; runs should take some seconds (a hundred pictures do). Run it on a machine that
does nothing else. Three parts:

accounts  every mode: wall time, CPU time, context switches and page faults of `process`, as time(1) and, where it is
          there, perf-stat(1) count them, children included: the difference of the report's, in percent.
memory    forked mode: the highest sum of Pss in /proc/*/smaps_rollup over the processes of a run,
          looked at every 4 ms from here, beside the report's peak.
overlap   with --io-latency such that reading and writing take as long as computing: wall time as a
          multiple of the larger of the two, and of their sum, for each engine.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

CHAIN = "gaussian=sigma=8,median=radius=15"
MODES = [
    ["inline"],
    ["locked", "-w", "2"],
    ["free", "-w", "2"],
    ["forked", "-w", "2"],
    ["forked", "-w", "2", "--handoff", "pipe"],
    ["forked", "-w", "2", "--handoff", "shm"],
]


class Bench:
    def __init__(self, tool, pictures, folder):
        self.tool, self.pictures = tool, pictures
        self.output = os.path.join(folder, "out")
        self.report = os.path.join(folder, "report.json")

    def command(self, *options):
        shutil.rmtree(self.output, ignore_errors=True)
        if os.path.exists(self.report):
            os.remove(self.report)
        return [self.tool, "process", self.pictures, "-o", self.output, "-f", CHAIN, "--quiet",
                "--report", self.report, "--mode", *options]

    def read(self):
        with open(self.report) as file:
            return json.load(file)

    def run(self, *options):
        subprocess.run(self.command(*options), check=True)
        return self.read()["sums"]


def of_time(command):
    """Wall seconds, CPU seconds, switches and faults."""
    text = subprocess.run(["/usr/bin/time", "-v", *command], capture_output=True, text=True, check=True).stderr

    def field(name):
        return re.search(re.escape(name) + r".*: (\S+)", text).group(1)

    clock = [float(part) for part in field("Elapsed").split(":")]
    wall = sum(part * 60**power for power, part in enumerate(reversed(clock)))
    return (wall, float(field("User time")) + float(field("System time")),
            int(field("Voluntary context")) + int(field("Involuntary context")),
            int(field("Minor (reclaiming")) + int(field("Major (requiring")))


def of_perf(command):
    events = "task-clock,context-switches,page-faults"
    text = subprocess.run(["perf", "stat", "-x,", "-e", events, *command],
                          capture_output=True, text=True, check=True).stderr
    values = {}
    for line in text.splitlines():
        fields = line.split(",")
        if len(fields) > 2:
            values[fields[2].split(":")[0]] = float(fields[0])
    return (None, values["task-clock"] / 1e3, values["context-switches"], values["page-faults"])


def accounts(bench, repeats):
    tools = {"time": of_time}
    if shutil.which("perf"):
        tools["perf"] = of_perf
    print("accounts: the report's difference in % (wall, CPU, switches, faults)")
    worst = {}
    for mode in MODES:
        for name, measure in tools.items():
            for _ in range(repeats):
                outside = measure(bench.command(*mode))
                sums = bench.read()["sums"]
                inside = (sums["wall_ns"] / 1e9, (sums["cpu_user_ns"] + sums["cpu_system_ns"]) / 1e9,
                          sums["voluntary_switches"] + sums["involuntary_switches"],
                          sums["minor_faults"] + sums["major_faults"])
                shares = [None if there is None else 100 * (here / there - 1)
                          for here, there in zip(inside, outside)]
                for index, share in enumerate(shares):
                    if share is not None:
                        key = name, index
                        worst[key] = max(worst.get(key, 0), abs(share))
                cells = " ".join("     –" if share is None else f"{share:+6.2f}" for share in shares)
                print(f"  {name}  {cells}   {' '.join(mode)} ({outside[2]:.0f} switches)", flush=True)
    for name in tools:
        cells = " ".join(f"{worst[name, index]:6.2f}" if (name, index) in worst else "     –" for index in range(4))
        print(f"  {name}  {cells}   worst")


def family(root):
    waiting, found = [root], []
    while waiting:
        process = waiting.pop()
        found.append(process)
        try:
            for thread in os.listdir(f"/proc/{process}/task"):
                with open(f"/proc/{process}/task/{thread}/children") as file:
                    waiting += [int(child) for child in file.read().split()]
        except OSError:
            pass
    return found


def proportional(process):
    try:
        with open(f"/proc/{process}/smaps_rollup") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def memory(bench, repeats):
    print("memory: the report's peak beside the one seen from outside")
    for handoff in ("path", "pipe", "shm"):
        for workers in (1, 2, 4):
            for _ in range(repeats):
                run = subprocess.Popen(bench.command("forked", "-w", str(workers), "--handoff", handoff))
                peak = 0
                while run.poll() is None:
                    peak = max(peak, sum(proportional(process) for process in family(run.pid)))
                    time.sleep(0.004)
                said = bench.read()["peaks"]["peak_memory_bytes"]
                print(f"  {handoff:4} {workers}  {said / 2**20:6.1f} MiB, outside {peak / 2**20:6.1f} MiB: "
                      f"{100 * (said / peak - 1):+.1f} %", flush=True)


def overlap(bench):
    print("overlap: wall time by the larger of computing and I/O, and by their sum")
    for mode in ("free", "forked", "locked"):
        for workers in (1,) if mode == "locked" else (1, 2):
            shared = [mode, "-w", str(workers), "--split", "off"]
            sums = bench.run(*shared, "--io", "blocking")
            # One read and one write a file.
            latency = (sums["run_cpu_user_ns"] + sums["run_cpu_system_ns"]) / sums["files_done"] / 2
            for engine in ("blocking", "pool", "uring"):
                sums = bench.run(*shared, "--io", engine, "--io-latency", f"{latency / 1e6:.2f}ms")
                computing = (sums["run_cpu_user_ns"] + sums["run_cpu_system_ns"]) / workers
                waiting = 2 * sums["files_done"] * latency / workers
                wall = sums["wall_ns"]
                print(f"  {mode:6} {workers}  {engine:8}  {wall / max(computing, waiting):.3f} of the larger, "
                      f"{wall / (computing + waiting):.3f} of the sum; "
                      f"reported overlap {sums['io_overlap_ns'] / max(sums['io_ns'], 1):.2f}", flush=True)


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    repeats = int(sys.argv[3]) if len(sys.argv) == 4 else 1
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(os.path.abspath(sys.argv[1]), sys.argv[2], folder)
        accounts(bench, repeats)
        memory(bench, repeats)
        overlap(bench)


main()
