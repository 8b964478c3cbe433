"""Times whole batches of this program beside those of OpenCV, Pillow and libvips.

usage: batches.py TRIPTYCH FOLDER [--quick] [TASK...]     the JPEG and PNG files of a folder
       batches.py --peer LIBRARY TASK OUT FILE...     what one peer does; called by the former

Each arm is a fresh process, start-up included, and works on as many cores as this may use: ours with
as many workers, a peer as a pool of single-threaded Python processes. After one round to warm up, the
arms take turns for RUNS rounds (3, if not set). Prints a table in Markdown for each task: wall seconds
(median, least and most), CPU seconds with those of children, the size of what was written, and wall
seconds ÷ ours, by the medians.

    thumb         40 JPEG: Lanczos to fit 800x800, quality 85 (OpenCV decodes reduced, and averages)
    gauss         20 JPEG: sigma 3, quality 90
    median         2 JPEG of 24 megapixels: 7 x 7, quality 90
    median15       2 JPEG of 24 megapixels: 15 x 15, quality 90 (OpenCV; the others take minutes)
    bilateral      2 JPEG of 24 megapixels: radius 4, range 30, spatial 3, quality 90
    half          96 PNG: Lanczos to half the size, level 6
    recode_png    96 PNG: nothing, level 6
    recode_jpeg   20 JPEG: nothing, quality 90

The folder's files are copied as often as that takes; those of 24 megapixels are its largest JPEGs, brought
to 6000 x 4000 by this program. --quick takes a quarter of each number. All store JPEGs with chroma at half
the size, save libvips, which at quality 90 leaves it as it is; `libvips-420` is told to do as the others.
`libvips-filtered` has PNG's row filters on, as the others have. quality.py says how good the results are.

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
    "median15": ("median=radius=7", ["--quality", "90"]),
    "bilateral": ("bilateral=radius=4:range=30:spatial=3", ["--quality", "90"]),
    "half": ("resize=50%", ["--png-level", "6"]),
    "recode_png": (None, ["--png-level", "6"]),
    "recode_jpeg": (None, ["--quality", "90"]),
}
PNG_TASKS = {"half", "recode_png"}
# How many files each task has; those that are large take two.
FILES = {"thumb": 40, "gauss": 20, "half": 96, "recode_png": 96, "recode_jpeg": 20}
LARGE_TASKS = {"median", "median15", "bilateral"}


# What each library makes of one file, and how it stores it. quality.py imports the former, and looks at
# what comes out.

def size(source):
    """Width and height, from a PNG's header or a JPEG's frame header."""
    with open(source, "rb") as file:
        if file.read(2) == b"\x89P":
            file.seek(16)
            return struct.unpack(">II", file.read(8))
        while True:
            _, marker, high, low = file.read(4)
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                _, height, width = struct.unpack(">BHH", file.read(5))
                return width, height
            file.seek(256 * high + low - 2, os.SEEK_CUR)


def opencv(task, source):
    import cv2
    cv2.setNumThreads(1)
    reduced = cv2.IMREAD_COLOR
    if task == "thumb":
        # The largest reduction by the decoder that leaves enough.
        side = max(size(source))
        for factor in (8, 4, 2):
            if side // factor >= 800:
                reduced = getattr(cv2, f"IMREAD_REDUCED_COLOR_{factor}")
                break
    image = cv2.imread(source, reduced)
    height, width = image.shape[:2]
    if task == "thumb":
        scale = 800 / max(height, width)
        target = (round(width * scale), round(height * scale))
        image = cv2.resize(image, target, interpolation=cv2.INTER_AREA)
    elif task == "gauss":
        image = cv2.GaussianBlur(image, (0, 0), 3)
    elif task == "median":
        image = cv2.medianBlur(image, 7)
    elif task == "median15":
        image = cv2.medianBlur(image, 15)
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


def store_libvips(image, task, target, like_others):
    if task in PNG_TASKS:
        image.pngsave(target, compression=6, filter="all" if like_others else "none")
    else:
        image.jpegsave(target, Q=quality(task), subsample_mode="on" if like_others else "auto")


def quality(task):
    return 85 if task == "thumb" else 90


# Module, and the tasks that a library has a filter for.
LIBRARIES = {
    "opencv": ("cv2", set(OURS)),
    "pillow": ("PIL", set(OURS) - {"bilateral", "median15"}),
    "libvips": ("pyvips", set(OURS) - {"bilateral", "median15"}),
    "libvips-420": ("pyvips", {"gauss", "median", "recode_jpeg"}),
    "libvips-filtered": ("pyvips", PNG_TASKS),
}


def peer(job):
    library, task, source, target = job
    if library == "opencv":
        store_opencv(opencv(task, source), task, target)
    elif library == "pillow":
        store_pillow(pillow(task, source), task, target)
    else:
        store_libvips(libvips(task, source), task, target, library != "libvips")


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

def timed(words, out, count):
    shutil.rmtree(out, ignore_errors=True)
    os.mkdir(out)
    before, start = os.times(), time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, os.times()
    cpu = (after.children_user - before.children_user
           + after.children_system - before.children_system)
    written = [path.stat().st_size for path in pathlib.Path(out).rglob("*.*g") if path.is_file()]
    if len(written) != count:
        sys.exit(f"{len(written)} files were written instead of {count}, by: {' '.join(words[:6])}")
    return wall, cpu, sum(written)


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
                result = timed(words, out, len(files))
                if turn:
                    found[name].append(result)
    ours = statistics.median(wall for wall, _, _ in found["ours, free"])
    print(f"\n## {task}: {len(files)} files, {CORES} cores, {RUNS} runs\n")
    print(f"{account(task, files)}\n")
    print("| arm | wall s (least to most) | CPU s | output MB | wall ÷ ours |")
    print("|---|---:|---:|---:|---:|")
    for name, runs in found.items():
        walls = [wall for wall, _, _ in runs]
        wall = statistics.median(walls)
        cpu = statistics.median(cpu for _, cpu, _ in runs)
        print(f"| {name} | {wall:.2f} ({min(walls):.2f} to {max(walls):.2f}) | {cpu:.2f} "
              f"| {runs[0][2] / 1e6:.2f} | {wall / ours:.2f} |", flush=True)


def account(task, files):
    """What the batch is made of, and how results are stored."""
    areas = [width * height / 1e6 for width, height in map(size, files)]
    bytes_read = sum(os.path.getsize(file) for file in files) / 1e6
    stored = "PNG, level 6" if task in PNG_TASKS else f"JPEG, quality {quality(task)}"
    spread = f"{min(areas):.1f}" + (f" to {max(areas):.1f}" if max(areas) > min(areas) else "")
    return (f"{spread} megapixels each, {sum(areas):.0f} in all, {bytes_read:.1f} MB; {stored}; "
            f"chain: {OURS[task][0] or 'none'}.")


# The batches' files.

def copied(files, count, folder):
    """As many files, with names of their own; the folder's one after the other until there are enough."""
    copies = []
    for number in range(count if files else 0):
        source = files[number % len(files)]
        copies.append(os.path.join(folder, f"{number:03}-{os.path.basename(source)}"))
        shutil.copyfile(source, copies[-1])
    return copies


def enlarged(triptych, files, count, folder):
    """The largest, at 24 megapixels."""
    largest = sorted(files, key=lambda file: size(file)[0] * size(file)[1], reverse=True)
    sources = copied(largest, count, folder)
    if sources:
        subprocess.run(
            [triptych, "process", *sources, "-o", os.path.join(folder, "large"), "--quiet", "--quality",
             "92", "-f", "resize=6000x4000:fit=cover:enlarge=yes"], check=True)
    return [os.path.join(folder, "large", os.path.basename(file)) for file in sources]


def batch(task, triptych, jpegs, pngs, quick, folder):
    share = 4 if quick else 1
    if task in LARGE_TASKS:
        return enlarged(triptych, jpegs, max(1, 2 // share), folder)
    return copied(pngs if task in PNG_TASKS else jpegs, FILES[task] // share, folder)


def main():
    words = [word for word in sys.argv[1:] if word != "--quick"]
    triptych, folder = os.path.abspath(words[0]), pathlib.Path(words[1])
    tasks = words[2:] or list(OURS)
    if wrong := set(tasks) - set(OURS):
        sys.exit(f"there is no task called {wrong.pop()}: there are {', '.join(OURS)}")
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    jpegs = [str(path) for path in found if path.suffix.lower() in (".jpg", ".jpeg")]
    pngs = [str(path) for path in found if path.suffix.lower() == ".png"]
    for library, (module, _) in LIBRARIES.items():
        if not importlib.util.find_spec(module):
            print(f"{library} is left out: there is no {module} here")
    for task in tasks:
        with tempfile.TemporaryDirectory() as inputs:
            files = batch(task, triptych, jpegs, pngs, "--quick" in sys.argv, inputs)
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
