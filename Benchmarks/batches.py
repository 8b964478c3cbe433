"""Times whole batches of this program beside those of OpenCV, Pillow and libvips.

usage: batches.py TRIPTYCH FOLDER [TASK...]     the JPEG and PNG files of a folder
       batches.py --peer LIBRARY TASK OUT FILE...     what one peer does; called by the former

Each arm is a fresh process, start-up included, and works on as many cores as this may use: ours with
as many workers, a peer as a pool of single-threaded Python processes. After one round to warm up, the
arms take turns for RUNS rounds (3, if not set). Prints a table in Markdown for each task: wall seconds
(median, least and most), CPU seconds with those of children, the size of what was written, and wall
seconds ÷ ours, by the medians.

    thumb         Lanczos to fit 800x800, JPEG quality 85 (JPEG; OpenCV decodes reduced, and averages)
    gauss         sigma 3, JPEG quality 90 (JPEG)
    median        7 x 7, JPEG quality 90 (JPEG)
    bilateral     radius 4, range 30, spatial 3, JPEG quality 90 (JPEG)
    half          Lanczos to half the size, level 6 (PNG)
    recode_png    nothing, level 6 (PNG)
    recode_jpeg   nothing, JPEG quality 90 (JPEG)

Needs pillow, opencv-python-headless and pyvips; those that are missing are left out, and said to be.
"""
import importlib.util
import multiprocessing
import os
import pathlib
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time

CORES = len(os.sched_getaffinity(0))
RUNS = int(os.environ.get("RUNS", "3"))
# Filters, and how results are stored.
OURS = {
    "thumb": ("resize=800x800", ["--quality", "85"]),
    "gauss": ("gaussian=sigma=3", ["--quality", "90"]),
    "median": ("median=radius=3", ["--quality", "90"]),
    "bilateral": ("bilateral=radius=4:range=30:spatial=3", ["--quality", "90"]),
    "half": ("resize=50%", ["--png-level", "6"]),
    "recode_png": (None, ["--png-level", "6"]),
    "recode_jpeg": (None, ["--quality", "90"]),
}
PNG_TASKS = {"half", "recode_png"}


# What each library makes of one file, and how it stores it. quality.py imports the former, and looks at
# what comes out.

def longer_side(source):
    """Of a JPEG, from its frame header."""
    with open(source, "rb") as file:
        file.read(2)
        while True:
            _, marker, high, low = file.read(4)
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                _, height, width = struct.unpack(">BHH", file.read(5))
                return max(height, width)
            file.seek(256 * high + low - 2, os.SEEK_CUR)


def opencv(task, source):
    import cv2
    cv2.setNumThreads(1)
    reduced = cv2.IMREAD_COLOR
    if task == "thumb":
        # The largest reduction by the decoder that leaves enough.
        side = longer_side(source)
        for factor in (8, 4, 2):
            if side // factor >= 800:
                reduced = getattr(cv2, f"IMREAD_REDUCED_COLOR_{factor}")
                break
    image = cv2.imread(source, reduced)
    height, width = image.shape[:2]
    if task == "thumb":
        scale = 800 / max(height, width)
        size = (round(width * scale), round(height * scale))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    elif task == "gauss":
        image = cv2.GaussianBlur(image, (0, 0), 3)
    elif task == "median":
        image = cv2.medianBlur(image, 7)
    elif task == "bilateral":
        image = cv2.bilateralFilter(image, 9, 30, 3)
    elif task == "half":
        image = cv2.resize(image, (width // 2, height // 2), interpolation=cv2.INTER_LANCZOS4)
    return image


def store_opencv(image, task, target):
    import cv2
    options = [cv2.IMWRITE_PNG_COMPRESSION, 6] if task in PNG_TASKS else [
        cv2.IMWRITE_JPEG_QUALITY, quality(task)]
    cv2.imwrite(target, image, options)


def pillow(task, source):
    from PIL import Image, ImageFilter
    image = Image.open(source)
    if task == "thumb":
        # The largest reduction by the decoder; left alone, `thumbnail` asks for twice the size.
        image.draft("RGB", (800, 800))
        image.thumbnail((800, 800), Image.Resampling.LANCZOS)
    elif task == "gauss":
        image = image.filter(ImageFilter.GaussianBlur(3))
    elif task == "median":
        image = image.filter(ImageFilter.MedianFilter(7))
    elif task == "half":
        image = image.resize(
            (image.width // 2, image.height // 2), Image.Resampling.LANCZOS)
    return image


def store_pillow(image, task, target):
    if task in PNG_TASKS:
        image.save(target, compress_level=6)
    else:
        image.save(target, quality=quality(task))


def libvips(task, source):
    os.environ["VIPS_CONCURRENCY"] = "1"
    import pyvips
    pyvips.cache_set_max(0)
    if task == "thumb":
        return pyvips.Image.thumbnail(source, 800, height=800)
    image = pyvips.Image.new_from_file(source, access="sequential")
    if task == "gauss":
        image = image.gaussblur(3)
    elif task == "median":
        image = image.median(7)
    elif task == "half":
        image = image.resize(0.5)
    return image


def store_libvips(image, task, target, row_filters=False):
    import pyvips
    if task in PNG_TASKS:
        image.pngsave(
            target, compression=6,
            filter=pyvips.ForeignPngFilter.ALL if row_filters else pyvips.ForeignPngFilter.NONE)
    else:
        image.jpegsave(target, Q=quality(task))


def quality(task):
    return 85 if task == "thumb" else 90


# Module, and the tasks that a library has a filter for.
LIBRARIES = {
    "opencv": ("cv2", set(OURS)),
    "pillow": ("PIL", set(OURS) - {"bilateral"}),
    "libvips": ("pyvips", set(OURS) - {"bilateral"}),
    "libvips-filtered": ("pyvips", PNG_TASKS),
}


def peer(job):
    library, task, source, target = job
    if library == "opencv":
        store_opencv(opencv(task, source), task, target)
    elif library == "pillow":
        store_pillow(pillow(task, source), task, target)
    else:
        store_libvips(libvips(task, source), task, target, library == "libvips-filtered")


def run_peer(library, task, out, files):
    suffix = ".png" if task in PNG_TASKS else ".jpg"
    jobs = [
        (library, task, file, os.path.join(out, f"{number}{suffix}"))
        for number, file in enumerate(files)]
    # Forked, whatever the interpreter's usual way is: that starts soonest, and the CPU time of a fork
    # server's children would not be counted.
    with multiprocessing.get_context("fork").Pool(CORES) as pool:
        pool.map(peer, jobs, chunksize=1)


# The comparison.

def timed(words, out):
    shutil.rmtree(out, ignore_errors=True)
    os.mkdir(out)
    before, start = os.times(), time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, os.times()
    cpu = (after.children_user - before.children_user
           + after.children_system - before.children_system)
    size = sum(path.stat().st_size for path in pathlib.Path(out).rglob("*") if path.is_file())
    return wall, cpu, size


def arms(task, triptych, out, files):
    chain, storing = OURS[task]
    for mode in ("free", "forked"):
        yield f"ours, {mode}", [
            triptych, "process", *files, "-o", out, "--quiet", "--mode", mode,
            "--workers", str(CORES), *(["-f", chain] if chain else []), *storing]
    for library, (module, tasks) in LIBRARIES.items():
        if task in tasks and importlib.util.find_spec(module):
            yield library, [sys.executable, __file__, "--peer", library, task, out, *files]


def compare(task, triptych, files):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out")
        found = {name: [] for name, _ in arms(task, triptych, out, files)}
        for turn in range(RUNS + 1):
            for name, words in arms(task, triptych, out, files):
                result = timed(words, out)
                if turn:
                    found[name].append(result)
    ours = statistics.median(wall for wall, _, _ in found["ours, free"])
    print(f"\n## {task}: {len(files)} files, {CORES} cores, {RUNS} runs\n")
    print("| arm | wall s (least to most) | CPU s | output MB | wall ÷ ours |")
    print("|---|---:|---:|---:|---:|")
    for name, runs in found.items():
        walls = [wall for wall, _, _ in runs]
        wall = statistics.median(walls)
        cpu = statistics.median(cpu for _, cpu, _ in runs)
        print(f"| {name} | {wall:.2f} ({min(walls):.2f} to {max(walls):.2f}) | {cpu:.2f} "
              f"| {runs[0][2] / 1e6:.2f} | {wall / ours:.2f} |", flush=True)


def main():
    triptych, folder = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    jpegs = [str(path) for path in found if path.suffix.lower() in (".jpg", ".jpeg")]
    pngs = [str(path) for path in found if path.suffix.lower() == ".png"]
    for library, (module, _) in LIBRARIES.items():
        if not importlib.util.find_spec(module):
            print(f"{library} is left out: there is no {module} here")
    for task in sys.argv[3:] or OURS:
        files = pngs if task in PNG_TASKS else jpegs
        if files:
            compare(task, triptych, files)
        else:
            print(f"\n{task} is left out: no files for it in {folder}")


if __name__ == "__main__":
    if len(sys.argv) > 3 and sys.argv[1] == "--peer":
        run_peer(sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:])
    elif len(sys.argv) > 2:
        main()
    else:
        sys.exit(__doc__)
