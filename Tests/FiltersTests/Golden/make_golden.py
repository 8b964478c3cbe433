"""Write golden.tsv: what filters should make of a small picture, by other people's code.

usage: python make_golden.py > golden.tsv
       (numpy, scipy, pillow and opencv-python-headless)

Also writes wide.icc, the colour profile that the picture called wide has, beside itself.

Everything is computed in double precision from levels of 255, save where a library works on whole
numbers only. A line: chain, picture, reference, the largest error allowed at 8 bits and at 16 bits in
levels of each (- where it is not compared), width, height, channels, and the values in levels of 255
with six decimals: at 16 bits that is within 0.00013 level, which the smallest bounds have room for.

Pictures: rgb, rgba and gray have 256 levels at either depth; deep and deepgray have all 65,536, and
are compared at 16 bits only; wide is rgb with a profile.

What overlay lays over the picture is drawn as the picture is, in rgba of 8x6 pixels.
"""
import math
import pathlib

import cv2
import numpy as np
import scipy.ndimage as ndi
from PIL import Image, ImageCms

from golden_geometry import resized, warped, warped_cubic, weighed
from golden_picture import (
    DEEP, DEEPGRAY, EXACT, GRAY, H, LINES, RGB, RGBA, W, WHOLE, add, each, gaussian, luma, picture, rounded)
from golden_profile import GAMMA, SRGB, WIDE, profile

# Blurs
for sigma, bound in ((0.3, 0.52), (0.5, 0.52), (1, 0.52), (2, 0.52), (5, 0.55), (20, 0.6), (100, 0.7)):
    add(f"gaussian={sigma}", each(lambda p: gaussian(p, sigma)), "scipy", bound, 0.53 if sigma == 100 else 0.52)
for radius in (1, 3):
    add(f"box={radius}", each(lambda p: ndi.uniform_filter(p, 2 * radius + 1, mode="nearest")), "scipy", EXACT, EXACT)
for radius in (1, 2, 3, 5):
    add(f"median={radius}", each(lambda p: ndi.median_filter(p, size=2 * radius + 1, mode="nearest")), "scipy", 0, 0)
premultiplied = RGBA.copy()
premultiplied[..., :3] *= RGBA[..., 3:] / 255
blurred = each(lambda p: gaussian(p, 1), premultiplied)
blurred[..., :3] /= blurred[..., 3:] / 255
add("gaussian=1", blurred, "scipy", 0.52, 4, source="rgba")


def motion(p, length, angle):
    steps = (length - 1) * np.linspace(-0.5, 0.5, 2 * math.ceil(length) + 1)
    y, x = np.mgrid[0:H, 0:W].astype(float)
    dx, dy = math.cos(math.radians(angle)), -math.sin(math.radians(angle))
    return np.mean([ndi.map_coordinates(p, [y + s * dy, x + s * dx], order=1, mode="nearest") for s in steps], 0)


add("motionblur=5", each(lambda p: motion(p, 5, 0)), "scipy")
add("motionblur=length=8.5:angle=30", each(lambda p: motion(p, 8.5, 30)), "scipy")

# Sharpening and edges
add("unsharp=sigma=1:amount=0.8", each(lambda p: p + 0.8 * (p - gaussian(p, 1))), "scipy", 0.52, 0.52)
around = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]) / 4
add("sharpen=1", each(lambda p: 2 * p - ndi.correlate(p, around, mode="nearest")), "scipy")
sobel = lambda p, axis: ndi.sobel(p, axis, mode="nearest")
add("sobel", each(lambda p: np.hypot(sobel(p, 0), sobel(p, 1))), "scipy", EXACT, 0.52)
add("laplacian", each(lambda p: np.abs(ndi.laplace(p, mode="nearest"))), "scipy")
light = math.radians(135)
add("emboss", each(lambda p: 127.5 - (sobel(p, 1) * math.cos(light) - sobel(p, 0) * math.sin(light)) / 4), "scipy")
kernel = np.array([[0, 1, 2], [-1, 1, 0], [3, 0, 1]])
add("convolve='0 1 2; -1 1 0; 3 0 1'", each(lambda p: ndi.correlate(p, kernel / 7, mode="nearest")), "scipy")
# Of an even number of pixels, that behind the middle is the pixel itself: scipy's origin 0, too.
for text in ("1 2; 3 4", "1 0 2 1; 0 3 -1 2", "1 2; 3 0; 0 -1; 2 1", "1 2 3 2 1", "2 -1 1; 1 3 1"):
    kernel = np.array([[float(w) for w in row.split()] for row in text.split(";")])
    total = kernel.sum()
    add(f"convolve='{text}'", each(lambda p: ndi.correlate(p, kernel / total, mode="nearest")), "scipy")
add("highpass=2", each(lambda p: 127.5 + p - gaussian(p, 2)), "scipy", 0.52, 1.02)
gray = rounded(luma(RGB)).astype(np.uint8)
add("grayscale,canny=low=150:high=400:sigma=0", cv2.Canny(gray, 150, 400, L2gradient=True), "opencv", 0, "-")
add("canny=low=60:high=200:sigma=0", cv2.Canny(gray, 60, 200, L2gradient=True), "opencv", 0, "-")
# 257 times as steep at 16 bits, and so are the thresholds: the same edges.
plain = GRAY[..., 0].astype(np.uint8)
add("canny=low=60:high=200:sigma=0", cv2.Canny(plain, 60, 200, L2gradient=True), "opencv", 0, 0, source="gray")


def luma16(image):
    """Of 16-bit samples, with the weights of 16 bits that the manual of grayscale states."""
    return (image[..., :3] @ np.array([13933, 46871, 4732]) + 32768) >> 16


def edges(image, low, high):
    """Canny's edges of whole numbers, from the manual's words."""
    p = np.pad(image.astype(np.int64), 1, mode="edge")
    h, w = image.shape
    cut = lambda j, i: p[1 + j : 1 + j + h, 1 + i : 1 + i + w]
    gx = sum(k * (cut(j, 1) - cut(j, -1)) for j, k in ((-1, 1), (0, 2), (1, 1)))
    gy = sum(k * (cut(1, i) - cut(-1, i)) for i, k in ((-1, 1), (0, 2), (1, 1)))
    squares = np.pad(gx * gx + gy * gy, 1)
    marks = np.zeros((h + 2, w + 2), dtype=int)
    for y, x in np.ndindex(h, w):
        own = squares[y + 1, x + 1]
        angle = math.degrees(math.atan2(abs(gy[y, x]), abs(gx[y, x])))
        if angle < 22.5:
            peak = own > squares[y + 1, x] and own >= squares[y + 1, x + 2]
        elif angle > 67.5:
            peak = own > squares[y, x + 1] and own >= squares[y + 2, x + 1]
        else:
            side = -1 if (gx[y, x] < 0) != (gy[y, x] < 0) else 1
            peak = own > squares[y, x + 1 - side] and own > squares[y + 2, x + 1 + side]
        if peak and own > low * low:
            marks[y + 1, x + 1] = 2 if own > high * high else 1
    # What hangs together, also at corners, and has one that is steep.
    names, _ = ndi.label(marks > 0, np.ones((3, 3)))
    return 255 * np.isin(names, np.unique(names[marks == 2]))[1:-1, 1:-1]


add("canny=low=60:high=200:sigma=0", edges(luma16(DEEP), 60 * 257, 200 * 257), "numpy", "-", 0, source="deep")
add("canny=low=60:high=200:sigma=0", edges(DEEPGRAY[..., 0], 60 * 257, 200 * 257), "numpy", "-", 0, source="deepgray")
# The blur in double precision, rounded; edges by OpenCV, which knows nothing but 8 bits, and as above.
add("canny", cv2.Canny(rounded(gaussian(gray.astype(float), 1.4)).astype(np.uint8), 50, 150, L2gradient=True), "scipy, opencv", 0, "-")
add("canny", edges(rounded(gaussian(luma16(DEEP).astype(float), 1.4)), 50 * 257, 150 * 257), "scipy, numpy", "-", 0, source="deep")

# Shapes
dilate = lambda p: ndi.grey_dilation(p, size=5, mode="nearest")
erode = lambda p: ndi.grey_erosion(p, size=5, mode="nearest")
add("dilate=2", each(dilate), "scipy", 0, 0)
add("erode=2", each(erode), "scipy", 0, 0)
add("open=2", each(lambda p: dilate(erode(p))), "scipy", 0, 0)
add("close=2", each(lambda p: erode(dilate(p))), "scipy", 0, 0)
add("pixelate=4", np.repeat(np.repeat(RGB.reshape(3, 4, 4, 4, 3).mean((1, 3)), 4, 0), 4, 1), "numpy", EXACT, EXACT)


# Averages by likeness
def bilateral(image, radius, sigma_range, sigma_space):
    padded = np.pad(image, ((radius, radius), (radius, radius), (0, 0)), mode="edge")
    sums, total = np.zeros_like(image), np.zeros(image.shape[:2] + (1,))
    for j in range(-radius, radius + 1):
        for i in range(-radius, radius + 1):
            if i * i + j * j > radius * radius:
                continue
            there = padded[radius + j : radius + j + H, radius + i : radius + i + W]
            d = np.abs(there - image).sum(-1, keepdims=True)
            w = np.exp(-(i * i + j * j) / (2 * sigma_space**2) - d * d / (2 * sigma_range**2))
            sums, total = sums + w * there, total + w
    return sums / total


for radius, sigma_range, sigma_space, bound16 in ((4, 30, 3, 4.1), (2, 100, 1, 2.7), (5, 300, 5, 2.2)):
    add(f"bilateral=radius={radius}:range={sigma_range}:spatial={sigma_space}",
        bilateral(RGB, radius, sigma_range, sigma_space), "numpy", 0.51, bound16)
add("bilateral=radius=4:range=100:spatial=3",
    cv2.bilateralFilter(RGB.astype(np.uint8), 9, 100, 3, borderType=cv2.BORDER_REPLICATE), "opencv", 0, "-")


def nlmeans_weights(image, strength, patch, search):
    """Pictures of weights, each with its offset."""
    margin = patch + search
    padded = np.pad(image, ((margin, margin), (margin, margin), (0, 0)), mode="edge")
    cut = lambda j, i: padded[search + j : search + j + H + 2 * patch, search + i : search + i + W + 2 * patch]
    for j, i in np.ndindex(2 * search + 1, 2 * search + 1):
        squares = ((cut(0, 0) - cut(j - search, i - search)) ** 2).mean(-1)
        patches = np.lib.stride_tricks.sliding_window_view(squares, (2 * patch + 1, 2 * patch + 1))
        yield j - search, i - search, np.exp(-patches.mean((2, 3)) / strength**2)


def nlmeans(image, strength, patch, search):
    padded = np.pad(image, ((search, search), (search, search), (0, 0)), mode="edge")
    sums, total = np.zeros_like(image), np.zeros(image.shape[:2] + (1,))
    for j, i, w in nlmeans_weights(image, strength, patch, search):
        sums += w[..., None] * padded[search + j : search + j + H, search + i : search + i + W]
        total += w[..., None]
    return sums / total


add("nlmeans=strength=40:patch=1:search=3", nlmeans(RGB, 40, 1, 3), "numpy", 0.55, 43)
add("nlmeans=strength=100:patch=3:search=2", nlmeans(RGB, 100, 3, 2), "numpy", 0.51, 2.9)


def enlarged(image, f, margin):
    """f of the picture with its edges replicated: what f does at borders is cut off."""
    result = f(np.pad(image, ((margin, margin), (margin, margin), (0, 0)), mode="edge"))
    return result[margin:-margin, margin:-margin]


# OpenCV's is the same in whole numbers, whose weights are rounded, and left out below a thousandth.
for strength, patch, search, bound in ((100, 3, 2, 0), (40, 1, 3, 1)):
    add(f"nlmeans=strength={strength}:patch={patch}:search={search}", enlarged(
        RGB.astype(np.uint8), lambda p: cv2.fastNlMeansDenoising(p, None, strength, 2 * patch + 1, 2 * search + 1), 12),
        "opencv", bound, "-")

# Tones
add("grayscale", luma(RGB), "numpy", 0.502, 0.85)
add("grayscale=rec601", luma(RGB, (0.299, 0.587, 0.114)), "numpy", 0.502, 0.87)
add("grayscale", luma(DEEP / 257), "numpy", "-", 0.85, source="deep")
add("invert", 255 - RGB, "numpy", 0, 0)
add("brightness=20", RGB + 20, "numpy", 0, 0)
add("contrast=1.5", (RGB - 127.5) * 1.5 + 127.5, "numpy", EXACT, EXACT)
add("gamma=1.8", 255 * (RGB / 255) ** (1 / 1.8), "numpy", EXACT, EXACT)
add("saturation=2", luma(RGB)[..., None] * -1 + 2 * RGB, "numpy", 0.51, 0.528)
add("levels=20:white=200:gamma=1.5", 255 * np.clip((RGB - 20) / 180, 0, 1) ** (1 / 1.5), "numpy", EXACT, EXACT)
add("posterise=4", 85 * np.minimum(np.floor(RGB / 255 * 4), 3), "numpy", 0, 0)
add("sepia", RGB @ np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]]).T, "numpy", 0.51, 0.52)
add("tint=#ffcc88", luma(RGB)[..., None] * np.array([255, 204, 136]) / 255, "numpy", 0.51, 0.52)
turn, weights = math.radians(30), np.array([[0.213, 0.715, 0.072]] * 3)
across = np.array([[-0.213, -0.715, 0.928], [0.143, 0.140, -0.283], [-0.787, 0.715, 0.072]])
add("hue=30", RGB @ (weights + math.cos(turn) * (np.eye(3) - weights) + math.sin(turn) * across).T, "numpy", 0.51, 0.53)
y, x = np.mgrid[0:H, 0:W] + 0.5
away = np.hypot(x - W / 2, y - H / 2) / np.hypot(W / 2, H / 2)
ramp = np.clip((away - 0.3) / 0.7, 0, 1)
add("vignette", RGB * (1 - 0.5 * ramp**2 * (3 - 2 * ramp))[..., None], "numpy")
add("threshold=100", 255 * (RGB >= 100), "numpy", 0, 0)
otsu = lambda p: cv2.threshold(p, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
add("grayscale,threshold=otsu", otsu(gray), "opencv", 0, "-")
add("threshold=otsu", otsu(DEEPGRAY[..., 0].astype(np.uint16)), "opencv", "-", 0, source="deepgray")
add("autolevels=0:channels=each", each(lambda p: (p - p.min()) * 255 / (p.max() - p.min())), "numpy", EXACT, EXACT)
stretched = lambda p, y: (p - y.min()) * 255 / (int(y.max()) - int(y.min()))
add("autolevels=0", stretched(RGB, gray), "numpy", EXACT, "-")
add("autolevels=0", stretched(DEEP, luma16(DEEP)), "numpy", "-", EXACT, source="deep")


def equalised(image, tones):
    """By the histogram of `tones`, whole numbers."""
    lowest = np.count_nonzero(tones == tones.min())
    counted = np.searchsorted(np.sort(tones.ravel()), image, side="right")
    return 255 * np.maximum(counted - lowest, 0) / (tones.size - lowest)


add("equalise", equalised(RGB, gray), "numpy", EXACT, "-")
add("equalise", equalised(DEEP, luma16(DEEP)), "numpy", "-", EXACT, source="deep")
add("equalise", equalised(DEEPGRAY, DEEPGRAY), "numpy", "-", EXACT, source="deepgray")
local = cv2.createCLAHE(3, (4, 3)).apply(gray).astype(float) - gray
add("clahe=clip=3:tiles=4x3", RGB + local[..., None], "opencv", 1, "-")
add("grayscale,equalise", cv2.equalizeHist(gray), "opencv", 0, "-")
add("grayscale,clahe=clip=3:tiles=4x3", cv2.createCLAHE(3, (4, 3)).apply(gray), "opencv", 0, "-")
add("grayscale,clahe=clip=40:tiles=2x2", cv2.createCLAHE(40, (2, 2)).apply(gray), "opencv", 1, "-")


def clahe(tones, clip, columns, rows, maximum):
    """New tones, from the manual's words; the picture must be whole tiles."""
    h, w = tones.shape[0] // rows, tones.shape[1] // columns
    curves = np.zeros((rows, columns, maximum + 1))
    for row, column in np.ndindex(rows, columns):
        tile = tones[row * h : (row + 1) * h, column * w : (column + 1) * w]
        counts = np.bincount(tile.ravel(), minlength=maximum + 1)
        most = max(1, int(clip * w * h / (maximum + 1)))
        each, rest = divmod(int(np.maximum(counts - most, 0).sum()), maximum + 1)
        counts = np.minimum(counts, most) + each
        if rest:
            step = max((maximum + 1) // rest, 1)
            counts[: rest * step : step] += 1
        curves[row, column] = rounded(np.cumsum(counts) * maximum / (w * h))
    result = np.zeros(tones.shape)
    for y, x in np.ndindex(tones.shape):
        down, across = (y / h - 0.5, x / w - 0.5)
        for j, i in ((0, 0), (0, 1), (1, 0), (1, 1)):
            row, column = math.floor(down) + j, math.floor(across) + i
            weight = (1 - abs(down - row)) * (1 - abs(across - column))
            curve = curves[min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)]
            result[y, x] += weight * curve[tones[y, x]]
    return result


changed = clahe(luma16(DEEP), 3, 4, 3, 65535) - luma16(DEEP)
add("clahe=clip=3:tiles=4x3", (DEEP + changed[..., None]) / 257, "numpy", "-", 0.51, source="deep")
# OpenCV knows 16 bits here, and all of their tones, in single precision.
for chain, clip, tiles, bound in (
        ("clahe=clip=3:tiles=4x3", 3, (4, 3), WHOLE), ("clahe=clip=0:tiles=2x2", 0, (2, 2), 1 + WHOLE)):
    found = cv2.createCLAHE(clip, tiles).apply(DEEPGRAY[..., 0].astype(np.uint16))
    add(chain, found / 257, "opencv", "-", bound, source="deepgray")
    add(chain, clahe(DEEPGRAY[..., 0], clip, *tiles, 65535) / 257, "numpy", "-", 0.51, source="deepgray")
light = np.where(RGB / 255 <= 0.04045, RGB / 255 / 12.92, ((RGB / 255 + 0.055) / 1.055) ** 2.4)
mixed = each(lambda p: gaussian(p, 1), light)
add("linear=(gaussian=1)", 255 * np.where(mixed <= 0.0031308, mixed * 12.92, 1.055 * mixed ** (1 / 2.4) - 0.055), "scipy", 0.51, 2.8)


# Geometry
for kernel, method in (("lanczos3", Image.LANCZOS), ("bilinear", Image.BILINEAR), ("catmull-rom", Image.BICUBIC), ("box", Image.BOX)):
    add(f"resize=50%:kernel={kernel}", each(lambda p: resized(p, 0.5, method, 16)), "pillow", 0.52, 0.52)
    if kernel != "box":
        add(f"resize=200%:kernel={kernel}", each(lambda p: resized(p, 2, method, 8)), "pillow", 0.52, 0.52)
for percent, size in (("50%", (W // 2, H // 2)), ("200%", (2 * W, 2 * H))):
    near = Image.fromarray(RGB.astype(np.uint8)).resize(size, Image.NEAREST)
    add(f"resize={percent}:kernel=nearest", np.asarray(near, dtype=float), "pillow", 0, 0)


for percent, factor in (("50%", 0.5), ("200%", 2)):
    down, along = weighed(H, round(H * factor)), weighed(W, round(W * factor))
    add(f"resize={percent}:kernel=mitchell", each(lambda p: down @ p @ along.T), "numpy", 0.52, 0.52)
add("pad=20x15:color=#102030", np.stack([np.pad(RGB[..., c], ((1, 2), (2, 2)), constant_values=v) for c, v in enumerate((16, 32, 48))], -1), "numpy", 0, 0)
add("rotate=90", np.rot90(RGB, -1), "numpy", 0, 0)
add("rotate=180", np.rot90(RGB, 2), "numpy", 0, 0)
add("rotate=270", np.rot90(RGB, 1), "numpy", 0, 0)
add("flip=horizontal", RGB[:, ::-1], "numpy", 0, 0)
add("crop=7x5+3+2", RGB[2:7, 3:10], "numpy", 0, 0)
add("border=2:color=#102030", np.stack([np.pad(RGB[..., c], 2, constant_values=v) for c, v in enumerate((16, 32, 48))], -1), "numpy", 0, 0)


for degrees in (30, -100):
    s, c = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    w, h = math.ceil(abs(W * c) + abs(H * s)), math.ceil(abs(W * s) + abs(H * c))
    back = np.array([[c, s], [-s, c]])
    offset = np.array([W / 2, H / 2]) - back @ np.array([w / 2, h / 2])
    add(f"rotate={degrees}:interpolation=bilinear", warped(np.column_stack([back, offset]), w, h), "scipy", 0.51, 0.52)
    add(f"rotate={degrees}", warped_cubic(np.column_stack([back, offset]), w, h), "numpy", 0.51, 0.52)
forth = np.array([[1.2, 0.3, -2], [-0.1, 0.9, 1], [0, 0, 1]])
add("affine='1.2 0.3 -2; -0.1 0.9 1':size=20x14:interpolation=bilinear", warped(np.linalg.inv(forth)[:2], 20, 14), "scipy", 0.51, 0.52)
add("affine='1.2 0.3 -2; -0.1 0.9 1':size=20x14", warped_cubic(np.linalg.inv(forth)[:2], 20, 14), "numpy", 0.51, 0.52)

# Noise: the documented hash, in whole numbers of any size
def splitmix(value):
    z = (value + 0x9E3779B97F4A7C15) % 2**64
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
    return z ^ z >> 31


def noise(seed, kind, together):
    values = np.zeros((H, W, 3))
    for y, x, c in np.ndindex(values.shape):
        hashed = splitmix((y << 34) ^ (x << 2) ^ (0 if together else c) ^ splitmix(seed))
        if kind == "uniform":
            values[y, x, c] = ((hashed >> 40) / 2**24 - 0.5) * math.sqrt(12)
        else:
            values[y, x, c] = (sum(hashed.to_bytes(8, "little")) - 1020) / 209.02272
    return values


add("noise=8", RGB + 8 * noise(1, "gaussian", False), "numpy", 0.51, 0.52)
add("noise=sigma=12:seed=7:channels=together", RGB + 12 * noise(7, "gaussian", True), "numpy", 0.51, 0.52)
add("noise=sigma=30:seed=123456789012:kind=uniform", RGB + 30 * noise(123456789012, "uniform", False), "numpy", 0.51, 0.52)

# A picture over another
OVER = picture(4, 8, 6)


def multiplied(over):
    return np.concatenate([over[..., :3] * over[..., 3:] / 255, over[..., 3:]], -1)


def laid_over(below, over, x, y, opacity):
    """Porter and Duff's over; the colours of `over` are pre-multiplied."""
    result = below.copy()
    h, w = over.shape[:2]
    there = result[y : y + h, x : x + w]
    alpha = over[..., 3:] / 255 * opacity
    behind = (there[..., 3:] / 255 if below.shape[2] == 4 else 1) * (1 - alpha)
    there[..., :3] = (over[..., :3] * opacity + there[..., :3] * behind) / (alpha + behind)
    if below.shape[2] == 4:
        there[..., 3:] = 255 * (alpha + behind)
    return result


def halved(over):
    small = each(lambda p: resized(p, 0.5, Image.LANCZOS, 16), multiplied(over))
    alpha = np.clip(small[..., 3:], 0, 255)
    return np.concatenate([np.clip(small[..., :3], 0, alpha), alpha], -1)


add("overlay=over.png", laid_over(RGB, multiplied(OVER), W - 8, H - 6, 1), "numpy", 0.51, 1.02)
add("overlay=over.png:position=topleft:margin=2:opacity=0.6", laid_over(RGB, multiplied(OVER), 2, 2, 0.6), "numpy", 0.51, 0.82)
add("overlay=over.png:position=center:opacity=0.6", laid_over(RGBA, multiplied(OVER), 4, 3, 0.6), "numpy", 0.51, 0.9, source="rgba")
add("overlay=over.png:position=center:scale=25%", laid_over(RGB, halved(OVER), 6, 4, 1), "pillow", 0.51, 1.1)

# A colour profile
path = pathlib.Path(__file__).with_name("wide.icc")
path.write_bytes(profile(WIDE, GAMMA))
light = np.clip(((RGB / 255) ** GAMMA) @ np.linalg.solve(SRGB, WIDE).T, 0, 1)
add("srgb", 255 * np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055), "numpy", 0.55, 5.8, source="wide")
converted = ImageCms.profileToProfile(
    Image.fromarray(RGB.astype(np.uint8)), str(path), ImageCms.createProfile("sRGB"),
    ImageCms.Intent.RELATIVE_COLORIMETRIC, flags=ImageCms.Flags.BLACKPOINTCOMPENSATION)
add("srgb", np.asarray(converted, dtype=float), "pillow", 0, "-", source="wide")

print("\n".join(LINES))
