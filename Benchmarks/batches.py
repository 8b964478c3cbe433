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
import subprocess
import sys
import tempfile
import time

CORES = len(os.sched_getaffinity(0))
RUNS = int(os.environ.get("RUNS", "3"))
LIBRARIES = {"opencv": "cv2", "pillow": "PIL", "libvips": "pyvips", "libvips-filtered": "pyvips"}
OURS = {
    "thumb": ["-f", "resize=800x800", "--quality", "85"],
    "gauss": ["-f", "gaussian=sigma=3", "--quality", "90"],
    "median": ["-f", "median=radius=3", "--quality", "90"],
    "bilateral": ["-f", "bilateral=radius=4:range=30:spatial=3", "--quality", "90"],
    "half": ["-f", "resize=50%", "--png-level", "6"],
    "recode_png": ["--png-level", "6"],
    "recode_jpeg": ["--quality", "90"],
}
PNG_TASKS = {"half", "recode_png"}


# What each library does with one file.

def opencv(task, source, target):
    import cv2
    cv2.setNumThreads(1)
    reduced = cv2.IMREAD_COLOR
    if task == "thumb":
        # The largest reduction by the decoder that leaves enough.
        from PIL import Image
        side = max(Image.open(source).size)
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
    quality = 85 if task == "thumb" else 90
    options = [cv2.IMWRITE_PNG_COMPRESSION, 6] if task in PNG_TASKS else [
        cv2.IMWRITE_JPEG_QUALITY, quality]
    cv2.imwrite(target, image, options)


def pillow(task, source, target):
    from PIL import Image, ImageFilter
    image = Image.open(source)
    if task == "thumb":
        image.draft("RGB", (1600, 1600))
        image.thumbnail((800, 800), Image.Resampling.LANCZOS)
    elif task == "gauss":
        image = image.filter(ImageFilter.GaussianBlur(3))
    elif task == "median":
        image = image.filter(ImageFilter.MedianFilter(7))
    elif task == "bilateral":
        raise NotImplementedError
    elif task == "half":
        image = image.resize(
            (image.width // 2, image.height // 2), Image.Resampling.LANCZOS)
    if task in PNG_TASKS:
        image.save(target, compress_level=6)
    else:
        image.save(target, quality=85 if task == "thumb" else 90)


def libvips(task, source, target, row_filters=False):
    os.environ["VIPS_CONCURRENCY"] = "1"
    import pyvips
    pyvips.cache_set_max(0)
    if task == "thumb":
        image = pyvips.Image.thumbnail(source, 800, height=800)
    else:
        image = pyvips.Image.new_from_file(source, access="sequential")
    if task == "gauss":
        image = image.gaussblur(3)
    elif task == "median":
        image = image.median(7)
    elif task == "bilateral":
        raise NotImplementedError
    elif task == "half":
        image = image.resize(0.5)
    if task in PNG_TASKS:
        image.pngsave(
            target, compression=6,
            filter=pyvips.ForeignPngFilter.ALL if row_filters else pyvips.ForeignPngFilter.NONE)
    else:
        image.jpegsave(target, Q=85 if task == "thumb" else 90)


def peer(job):
    library, task, source, target = job
    if library == "libvips-filtered":
        libvips(task, source, target, row_filters=True)
    else:
        {"opencv": opencv, "pillow": pillow, "libvips": libvips}[library](task, source, target)


def run_peer(library, task, out, files):
    suffix = ".png" if task in PNG_TASKS else ".jpg"
    jobs = [
        (library, task, file, os.path.join(out, f"{number}{suffix}"))
        for number, file in enumerate(files)]
    with multiprocessing.Pool(CORES) as pool:
        pool.map(peer, jobs, chunksize=1)


# The comparison.

def timed(words, out):
    shutil.rmtree(out, ignore_errors=True)
    os.mkdir(out)
    before, start = os.times(), time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wall, after = time.perf_counter() - start, os.times()
    cpu = (after.children_user - before.children_user
           + after.children_system - before.children_system)
    size = sum(path.stat().st_size for path in pathlib.Path(out).rglob("*") if path.is_file())
    return wall, cpu, size


def arms(task, triptych, out, files):
    for mode in ("free", "forked"):
        yield f"ours, {mode}", [
            triptych, "process", *files, "-o", out, "--quiet", "--mode", mode,
            "--workers", str(CORES), *OURS[task]]
    for library, module in LIBRARIES.items():
        if task == "bilateral" and library != "opencv":
            continue
        if library == "libvips-filtered" and task not in PNG_TASKS:
            continue
        if importlib.util.find_spec(module):
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
    for library, module in LIBRARIES.items():
        if not importlib.util.find_spec(module):
            print(f"{library} is left out: there is no {module} here")
    for task in sys.argv[3:] or OURS:
        files = pngs if task in PNG_TASKS else jpegs
        if files:
            compare(task, triptych, files)
        else:
            print(f"\n{task} is left out: no files for it in {folder}")


if len(sys.argv) > 3 and sys.argv[1] == "--peer":
    run_peer(sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:])
elif len(sys.argv) > 2:
    main()
else:
    sys.exit(__doc__)
