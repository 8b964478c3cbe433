"""Compares what this program and other libraries make of photographs with double precision.

usage: quality.py TRIPTYCH JPEG... PNG...

Prints a table in Markdown: peak signal-to-noise ratios in decibels, all channels together, the pictures'
results joined before the logarithm is taken, 32 pixels along the edges left out, where libraries have
different rules. Results are compared before any JPEG is coded; each library decodes for itself, by the very
functions that batches.py times. The pictures must be upright, since not every library turns them. The
references are made from what Pillow decodes at full size, and keep their fractions: whole levels alone
bring 58.9 dB.

    thumb       Lanczos with three lobes, widened, to fit 800x800 (JPEG files)
    gauss       a sampled Gaussian of sigma 3, cut off at 8 sigma (JPEG files)
    bilateral   radius 4, range 30, spatial 3, as OpenCV defines it (JPEG files)
    half        Lanczos with three lobes, widened, to half the size (PNG files)

Needs numpy, scipy, pillow, opencv-python-headless and pyvips.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import scipy.ndimage
import scipy.sparse
from PIL import Image

import batches

TRIPTYCH = os.path.abspath(sys.argv[1])
JPEGS = [path for path in sys.argv[2:] if not path.endswith(".png")]
PNGS = [path for path in sys.argv[2:] if path.endswith(".png")]
EDGE = 32


def whole(path):
    return Image.open(path).convert("RGB")


# References

def lanczos(count, target):
    """Weights of the source's pixels for each of the target's."""
    stretch = max(count / target, 1)
    rows, columns, weights = [], [], []
    for t in range(target):
        centre = (t + 0.5) * count / target - 0.5
        taps = np.arange(np.floor(centre - 3 * stretch), np.ceil(centre + 3 * stretch) + 1)
        x = (taps - centre) / stretch
        w = np.where(np.abs(x) < 3, np.sinc(x) * np.sinc(x / 3), 0)
        rows += [t] * len(taps)
        columns += list(np.clip(taps, 0, count - 1).astype(int))
        weights += list(w / w.sum())
    return scipy.sparse.csr_matrix((weights, (rows, columns)), (target, count))


def resized(pixels, width, height):
    down, along = lanczos(pixels.shape[0], height), lanczos(pixels.shape[1], width)
    return np.stack([(along @ (down @ pixels[..., c]).T).T for c in range(3)], -1)


def gaussian(pixels):
    return np.stack(
        [scipy.ndimage.gaussian_filter(pixels[..., c], 3, mode="nearest", truncate=8) for c in range(3)], -1)


def bilateral(pixels, radius=4, likeness=30, spatial=3):
    padded = np.pad(pixels, ((radius, radius), (radius, radius), (0, 0)), mode="edge")
    result = np.empty_like(pixels)
    for top in range(0, len(pixels), 64):
        here = pixels[top : top + 64]
        sums, total = np.zeros_like(here), np.zeros(here.shape[:2] + (1,))
        for j in range(-radius, radius + 1):
            for i in range(-radius, radius + 1):
                if i * i + j * j > radius * radius:
                    continue
                row, column = radius + top + j, radius + i
                there = padded[row : row + len(here), column : column + here.shape[1]]
                d = np.abs(there - here).sum(-1, keepdims=True)
                w = np.exp(-(i * i + j * j) / (2 * spatial**2) - d * d / (2 * likeness**2))
                sums, total = sums + w * there, total + w
        result[top : top + 64] = sums / total
    return result


# Arms

def ours(task, path):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [TRIPTYCH, "process", path, "-o", folder, "--quiet", "--format", "png", "--png-level", "1",
             "-f", batches.OURS[task][0]], check=True)
        return np.asarray(whole(next(pathlib.Path(folder).glob("*.png"))))


def ours_from_whole(task, path):
    """Decoded at full size, since a PNG is."""
    with tempfile.TemporaryDirectory() as folder:
        stored = pathlib.Path(folder) / "whole.png"
        whole(path).save(stored, compress_level=1)
        return ours(task, str(stored))


ARMS = {
    "triptych": ours,
    "triptych, from PNG": ours_from_whole,
    "OpenCV": lambda task, path: batches.opencv(task, path)[..., ::-1],
    "Pillow": lambda task, path: np.asarray(batches.pillow(task, path).convert("RGB")),
    "libvips": lambda task, path: batches.libvips(task, path).numpy()[..., :3],
}
NAMES = {"OpenCV": "opencv", "Pillow": "pillow", "libvips": "libvips"}
TASKS = {
    "thumb": (JPEGS, resized),
    "gauss": (JPEGS, lambda pixels, *_: gaussian(pixels)),
    "bilateral": (JPEGS, lambda pixels, *_: bilateral(pixels)),
    "half": (PNGS, resized),
}


def can(arm, task):
    if arm in NAMES:
        return task in batches.LIBRARIES[NAMES[arm]][1]
    return arm == "triptych" or task == "thumb"


def decibels(squares, count):
    return f"{10 * np.log10(255**2 * count / squares):.2f}"


def main():
    for path in JPEGS + PNGS:
        if Image.open(path).getexif().get(0x0112, 1) != 1:
            sys.exit(f"{path} is to be turned when it is shown: choose an upright one")
    arms = list(ARMS)
    print("| task | " + " | ".join(arms) + " |")
    print("|---|" + "---:|" * len(arms))
    for task, (paths, reference) in TASKS.items():
        errors = {}
        for path in paths:
            pixels = np.asarray(whole(path), dtype=float)
            references = {}
            for arm, run in ARMS.items():
                if not can(arm, task):
                    continue
                result = run(task, path).astype(float)
                height, width = result.shape[:2]
                # Libraries round a size that does not come out even differently.
                if (height, width) not in references:
                    references[height, width] = np.clip(reference(pixels, width, height), 0, 255)
                error = (result - references[height, width])[EDGE:-EDGE, EDGE:-EDGE]
                squares, count = errors.get(arm, (0, 0))
                errors[arm] = squares + (error**2).sum(), count + error.size
                print(f"{task} {pathlib.Path(path).name} {arm} {width}x{height}",
                      decibels((error**2).sum(), error.size), file=sys.stderr, flush=True)
        cells = [decibels(*errors[arm]) if arm in errors else "-" for arm in arms]
        print("| " + " | ".join([task] + cells) + " |", flush=True)


if __name__ == "__main__":
    main()
