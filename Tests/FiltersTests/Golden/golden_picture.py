"""The pictures that make_golden.py works on, the lines that it writes, and what several filters need."""
import math

import numpy as np
import scipy.ndimage as ndi

W, H = 16, 12


def drawn(channels, width, height, tone):
    """The same as GoldenTests draws; tone makes a sample of a hash and of where it is."""
    values = np.zeros((height, width, channels), dtype=np.int64)
    for y, x, c in np.ndindex(values.shape):
        h = ((x * 73 + y * 151 + c * 199 + x * y * 7) * 2654435761) & 0xFFFFFFFF
        values[y, x, c] = tone(h >> 16, x, y, c)
    return values


def picture(channels, width=W, height=H):
    """Levels of 255."""
    return drawn(channels, width, height, lambda h, x, y, c: (h % 97 + x * 9 + y * 5 + c * 20) % 256).astype(float)


def deep(channels):
    """Levels of 65,535."""
    return drawn(channels, W, H, lambda h, x, y, c: (h % 24931 + x * 2311 + y * 1283 + c * 5119) % 65536)


RGB, RGBA, GRAY = picture(3), picture(4), picture(1)
DEEP, DEEPGRAY = deep(3), deep(1)
LINES = []
# Correctly rounded, give or take the decimals that values are written with.
EXACT = 0.501
# Whole numbers of 16 bits, written with those decimals.
WHOLE = 0.001


def add(chain, values, reference, bound8=0.51, bound16=0.51, source="rgb"):
    values = np.clip(values, 0, 255)
    if values.ndim == 2:
        values = values[..., None]
    h, w, c = values.shape
    numbers = " ".join(f"{v:.6f}".rstrip("0").rstrip(".") for v in values.ravel())
    LINES.append(f"{chain}\t{source}\t{reference}\t{bound8}\t{bound16}\t{w}\t{h}\t{c}\t{numbers}")


def each(f, image=RGB):
    return np.stack([f(image[..., c]) for c in range(image.shape[2])], -1)


def gaussian(p, sigma):
    return ndi.gaussian_filter(p, sigma, mode="nearest", radius=math.ceil(4 * sigma))


def luma(image, weights=(0.2126, 0.7152, 0.0722)):
    return image[..., :3] @ np.array(weights)


def rounded(values):
    return np.floor(values + 0.5)
