"""Times the kernels of OpenCV, Pillow and libvips that correspond to filters of this program.

usage: peers.py PHOTO

Prints, tab-separated, a header and a line for each kernel: CPU nanoseconds per pixel of the
photograph on one thread, the least of five runs, decoding not counted; "-" where a library has
nothing that corresponds.
"""
import os
import sys
import time

os.environ["VIPS_CONCURRENCY"] = "1"
import cv2
import PIL
import pyvips
from PIL import Image, ImageFilter

cv2.setNumThreads(1)
pyvips.cache_set_max(0)

pixels = cv2.imread(sys.argv[1])
height, width = pixels.shape[:2]
picture = Image.fromarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))
stored = pyvips.Image.new_from_array(pixels).copy_memory()
quarter = (width // 4, height // 4)
twice = (width * 2, height * 2)
lanczos = Image.Resampling.LANCZOS


def computed(image):
    """libvips works only when somebody wants the pixels."""
    return image.write_to_memory()


def sobel():
    along = cv2.convertScaleAbs(cv2.Sobel(pixels, cv2.CV_16S, 1, 0))
    down = cv2.convertScaleAbs(cv2.Sobel(pixels, cv2.CV_16S, 0, 1))
    return cv2.addWeighted(along, 0.5, down, 0.5, 0)


def unsharp():
    return cv2.addWeighted(pixels, 1.8, cv2.GaussianBlur(pixels, (0, 0), 1), -0.8, 0)


def gaussian(sigma):
    return (
        lambda: cv2.GaussianBlur(pixels, (0, 0), sigma),
        lambda: picture.filter(ImageFilter.GaussianBlur(sigma)),
        lambda: computed(stored.gaussblur(sigma)),
    )


def box(radius):
    side = 2 * radius + 1
    return (
        lambda: cv2.blur(pixels, (side, side)),
        lambda: picture.filter(ImageFilter.BoxBlur(radius)),
        None,
    )


def median(side, others=False):
    """Above 7x7 the other two take minutes."""
    return (
        lambda: cv2.medianBlur(pixels, side),
        (lambda: picture.filter(ImageFilter.MedianFilter(side))) if others else None,
        (lambda: computed(stored.median(side))) if others else None,
    )


CASES = {
    "gaussian s=1": gaussian(1),
    "gaussian s=3": gaussian(3),
    "gaussian s=10": gaussian(10),
    "gaussian s=40": gaussian(40),
    "box r=5": box(5),
    "box r=20": box(20),
    "median 3x3": median(3, others=True),
    "median 5x5": median(5),
    "median 7x7": median(7),
    "median 15x15": median(15),
    "median 41x41": median(41),
    "bilateral r=4": (lambda: cv2.bilateralFilter(pixels, 9, 30, 3), None, None),
    "lanczos /4": (
        lambda: cv2.resize(pixels, quarter, interpolation=cv2.INTER_LANCZOS4),
        lambda: picture.resize(quarter, lanczos),
        lambda: computed(stored.resize(0.25)),
    ),
    "lanczos x2": (
        lambda: cv2.resize(pixels, twice, interpolation=cv2.INTER_LANCZOS4),
        lambda: picture.resize(twice, lanczos),
        lambda: computed(stored.resize(2)),
    ),
    "sobel": (sobel, None, lambda: computed(stored.sobel())),
    "unsharp s=1": (unsharp, lambda: picture.filter(ImageFilter.UnsharpMask(1, 80, 0)), None),
}


def nanoseconds(run):
    if run is None:
        return "-"
    best = float("inf")
    begun = time.process_time()
    for _ in range(5):
        before = time.process_time()
        run()
        best = min(best, time.process_time() - before)
        if time.process_time() - begun > 6:
            break
    return f"{best / (width * height) * 1e9:.2f}"


vips = f"{pyvips.version(0)}.{pyvips.version(1)}.{pyvips.version(2)}"
print(f"kernel\tOpenCV {cv2.__version__}\tPillow {PIL.__version__}\tlibvips {vips}")
for name, runs in CASES.items():
    print("\t".join([name] + [nanoseconds(run) for run in runs]), flush=True)
