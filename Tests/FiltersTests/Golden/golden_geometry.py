"""Resizing and warping, by Pillow and SciPy and by sums written out."""
import math

import numpy as np
import scipy.ndimage as ndi
from PIL import Image

from golden_picture import H, RGB, W, each


def resized(p, scale, method, margin):
    padded = np.pad(p, margin, mode="edge").astype(np.float32)
    size = (round(padded.shape[1] * scale), round(padded.shape[0] * scale))
    result = np.asarray(Image.fromarray(padded).resize(size, method), dtype=float)
    cut = round(margin * scale)
    return result[cut:-cut, cut:-cut]


def mitchell(d):
    d = np.abs(d)
    inner = (21 * d**3 - 36 * d**2 + 16) / 18
    outer = (-7 * d**3 + 36 * d**2 - 60 * d + 32) / 18
    return np.where(d < 1, inner, np.where(d < 2, outer, 0))


def weighed(count, target):
    """A row of weights of the source's pixels for each of the target's."""
    stretch = max(count / target, 1)
    rows = np.zeros((target, count))
    for t in range(target):
        centre = (t + 0.5) * count / target - 0.5
        taps = np.arange(math.floor(centre - 2 * stretch), math.ceil(centre + 2 * stretch) + 1)
        w = mitchell((taps - centre) / stretch)
        np.add.at(rows[t], np.clip(taps, 0, count - 1), w / w.sum())
    return rows


def warped(matrix, width, height):
    """matrix maps places of the result to places of the picture, x first, corners at 0."""
    (a, b, c), (d, e, f) = matrix
    # scipy: rows first, middles at whole numbers.
    swapped = np.array([[e, d], [b, a]])
    offset = np.array([f, c]) + swapped @ np.array([0.5, 0.5]) - 0.5
    return each(lambda p: ndi.affine_transform(p, swapped, offset, (height, width), order=1, mode="grid-constant"))


def catmull_rom(d):
    d = np.abs(d)
    return np.where(d < 1, 1.5 * d**3 - 2.5 * d**2 + 1, np.where(d < 2, -0.5 * d**3 + 2.5 * d**2 - 4 * d + 2, 0))


def warped_cubic(matrix, width, height):
    """The same by sixteen weighted pixels; those beyond the picture are black."""
    v, u = np.mgrid[0:height, 0:width] + 0.5
    (a, b, c), (d, e, f) = matrix
    x, y = a * u + b * v + c - 0.5, d * u + e * v + f - 0.5
    black = np.pad(RGB, ((64, 64), (64, 64), (0, 0)))
    result = np.zeros((height, width, 3))
    for j in range(-1, 3):
        for i in range(-1, 3):
            row, column = np.floor(y).astype(int) + j, np.floor(x).astype(int) + i
            w = catmull_rom(y - row) * catmull_rom(x - column)
            there = black[np.clip(row + 64, 0, H + 127), np.clip(column + 64, 0, W + 127)]
            result += w[..., None] * there
    return result
