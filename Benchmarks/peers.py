"""Times what OpenCV, Pillow and libvips have that corresponds to filters of this program.

usage: peers.py PHOTO FIXTURES [NAME...]     with names, only the cases that are called so

Prints, tab-separated, a header and a line for each case: CPU nanoseconds per pixel of the photograph
on one thread, the least of three runs and of what else begins within 0.7 seconds, decoding not counted;
"-" where a library has nothing that corresponds. Each library's quickest way that we know is taken.

The memory of each result comes fresh from the system while the kernels run, as it does in programs that
nobody has tuned. That costs half a nanosecond per pixel, which would be most of what is measured of filters
that only move samples or look them up: in the other cases OpenCV gets the memory of its last result, and
Pillow keeps what was freed. libvips has no such way.
"""
import time

# First, since it says how libvips is to start.
from peers_subject import computed, height, names, picture, pixels, stored, width

import cv2
import PIL
import pyvips
from PIL import Image, ImageFilter

import peers_geometry
import peers_neighbours
import peers_points

quarter = (width // 4, height // 4)
twice = (width * 2, height * 2)
lanczos = Image.Resampling.LANCZOS


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


KERNELS = {
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
    took = []
    begun = time.process_time()
    while len(took) < 3 or time.process_time() - begun < 0.7:
        before = time.process_time()
        run()
        took.append(time.process_time() - before)
    nearest = min(took) / (width * height) * 1e9
    return f"{nearest:.3f}" if nearest < 1 else f"{nearest:.2f}"


def measure(cases):
    for name, runs in cases.items():
        if not names or name in names:
            print("\t".join([name] + [nanoseconds(run) for run in runs]), flush=True)


vips = f"{pyvips.version(0)}.{pyvips.version(1)}.{pyvips.version(2)}"
print(f"kernel\tOpenCV {cv2.__version__}\tPillow {PIL.__version__}\tlibvips {vips}")
measure(KERNELS)
# Of 16 MiB each.
Image.core.set_blocks_max(64)
for part in (peers_geometry, peers_points, peers_neighbours):
    measure(part.CASES)
