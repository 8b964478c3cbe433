"""Write golden.tsv: what filters should make of a small picture, by other people's code.

usage: python make_golden.py > golden.tsv      (numpy, scipy, pillow and opencv-python-headless)

Also writes wide.icc, the colour profile that the picture called wide has, beside itself.

Everything is computed in double precision from levels of 255, save where a library works on 8-bit
pictures only. A line: chain, picture (rgb, rgba, or wide: rgb with a profile), reference, the largest error allowed at 8 bits and
at 16 bits in levels of each (- where it is not compared), width, height, channels, and the values with
three decimals.

What overlay lays over the picture is drawn as the picture is, in rgba of 8x6 pixels.
"""
import math
import pathlib
import struct

import cv2
import numpy as np
import scipy.ndimage as ndi
from PIL import Image, ImageCms

W, H = 16, 12


def picture(channels, width=W, height=H):
    """The same as GoldenTests draws."""
    values = np.zeros((height, width, channels))
    for y in range(height):
        for x in range(width):
            for c in range(channels):
                h = ((x * 73 + y * 151 + c * 199 + x * y * 7) * 2654435761) & 0xFFFFFFFF
                values[y, x, c] = ((h >> 16) % 97 + x * 9 + y * 5 + c * 20) % 256
    return values


RGB, RGBA = picture(3), picture(4)
LINES = []


def add(chain, values, reference, bound8=0.51, bound16="0.6", source="rgb"):
    values = np.clip(values, 0, 255)
    if values.ndim == 2:
        values = values[..., None]
    h, w, c = values.shape
    numbers = " ".join(f"{v:.3f}".rstrip("0").rstrip(".") for v in values.ravel())
    LINES.append(f"{chain}\t{source}\t{reference}\t{bound8}\t{bound16}\t{w}\t{h}\t{c}\t{numbers}")


def each(f, image=RGB):
    return np.stack([f(image[..., c]) for c in range(image.shape[2])], -1)


def gaussian(p, sigma):
    return ndi.gaussian_filter(p, sigma, mode="nearest", radius=math.ceil(4 * sigma))


def luma(image, weights=(0.2126, 0.7152, 0.0722)):
    return image[..., :3] @ np.array(weights)


def rounded(values):
    return np.floor(values + 0.5)


# Blurs
for sigma, bound in ((0.3, 0.7), (0.5, 0.7), (1, 0.7), (2, 0.8), (5, 0.8), (20, 0.8), (100, 0.8)):
    add(f"gaussian={sigma}", each(lambda p: gaussian(p, sigma)), "scipy", bound)
for radius in (1, 3):
    add(f"box={radius}", each(lambda p: ndi.uniform_filter(p, 2 * radius + 1, mode="nearest")), "scipy")
for radius in (1, 2, 3, 5):
    add(f"median={radius}", each(lambda p: ndi.median_filter(p, size=2 * radius + 1, mode="nearest")), "scipy", 0, 0)
premultiplied = RGBA.copy()
premultiplied[..., :3] *= RGBA[..., 3:] / 255
blurred = each(lambda p: gaussian(p, 1), premultiplied)
blurred[..., :3] /= blurred[..., 3:] / 255
add("gaussian=1", blurred, "scipy", 0.9, 5, source="rgba")



def motion(p, length, angle):
    steps = (length - 1) * np.linspace(-0.5, 0.5, 2 * math.ceil(length) + 1)
    y, x = np.mgrid[0:H, 0:W].astype(float)
    dx, dy = math.cos(math.radians(angle)), -math.sin(math.radians(angle))
    return np.mean([ndi.map_coordinates(p, [y + s * dy, x + s * dx], order=1, mode="nearest") for s in steps], 0)


add("motionblur=5", each(lambda p: motion(p, 5, 0)), "scipy", 0.52, 0.52)
add("motionblur=length=8.5:angle=30", each(lambda p: motion(p, 8.5, 30)), "scipy", 0.52, 0.52)

# Sharpening and edges
add("unsharp=sigma=1:amount=0.8", each(lambda p: p + 0.8 * (p - gaussian(p, 1))), "scipy", 0.74, 0.68)
around = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]) / 4
add("sharpen=1", each(lambda p: 2 * p - ndi.correlate(p, around, mode="nearest")), "scipy")
sobel = lambda p, axis: ndi.sobel(p, axis, mode="nearest")
add("sobel", each(lambda p: np.hypot(sobel(p, 0), sobel(p, 1))), "scipy")
add("laplacian", each(lambda p: np.abs(ndi.laplace(p, mode="nearest"))), "scipy")
light = math.radians(135)
add("emboss", each(lambda p: 127.5 - (sobel(p, 1) * math.cos(light) - sobel(p, 0) * math.sin(light)) / 4), "scipy")
kernel = np.array([[0, 1, 2], [-1, 1, 0], [3, 0, 1]])
add("convolve='0 1 2; -1 1 0; 3 0 1'", each(lambda p: ndi.correlate(p, kernel / 7, mode="nearest")), "scipy")
add("highpass=2", each(lambda p: 127.5 + p - gaussian(p, 2)), "scipy", 0.52, 1.2)
gray = rounded(luma(RGB)).astype(np.uint8)
add("grayscale,canny=low=150:high=400:sigma=0", cv2.Canny(gray, 150, 400, L2gradient=True), "opencv", 0, "-")
add("canny=low=60:high=200:sigma=0", cv2.Canny(gray, 60, 200, L2gradient=True), "opencv", 0, "-")

# Shapes
dilate = lambda p: ndi.grey_dilation(p, size=5, mode="nearest")
erode = lambda p: ndi.grey_erosion(p, size=5, mode="nearest")
add("dilate=2", each(dilate), "scipy", 0, 0)
add("erode=2", each(erode), "scipy", 0, 0)
add("open=2", each(lambda p: dilate(erode(p))), "scipy", 0, 0)
add("close=2", each(lambda p: erode(dilate(p))), "scipy", 0, 0)
add("pixelate=4", np.repeat(np.repeat(RGB.reshape(3, 4, 4, 4, 3).mean((1, 3)), 4, 0), 4, 1), "numpy")


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


for radius, sigma_range, sigma_space in ((4, 30, 3), (2, 100, 1), (5, 300, 5)):
    add(f"bilateral=radius={radius}:range={sigma_range}:spatial={sigma_space}",
        bilateral(RGB, radius, sigma_range, sigma_space), "numpy", 0.55, 6)
add("bilateral=radius=4:range=100:spatial=3",
    cv2.bilateralFilter(RGB.astype(np.uint8), 9, 100, 3, borderType=cv2.BORDER_REPLICATE), "opencv", 1, "-")


def nlmeans(image, strength, patch, search):
    margin = patch + search
    padded = np.pad(image, ((margin, margin), (margin, margin), (0, 0)), mode="edge")
    sums, total = np.zeros_like(image), np.zeros(image.shape[:2] + (1,))
    for y in range(H):
        for x in range(W):
            cut = lambda j, i: padded[y + search + j : y + search + j + 2 * patch + 1,
                                      x + search + i : x + search + i + 2 * patch + 1]
            for j in range(-search, search + 1):
                for i in range(-search, search + 1):
                    w = math.exp(-((cut(0, 0) - cut(j, i)) ** 2).mean() / strength**2)
                    sums[y, x] += w * padded[y + margin + j, x + margin + i]
                    total[y, x] += w
    return sums / total


add("nlmeans=strength=40:patch=1:search=3", nlmeans(RGB, 40, 1, 3), "numpy", 0.75, 60.6)
add("nlmeans=strength=100:patch=3:search=2", nlmeans(RGB, 100, 3, 2), "numpy", 0.75, 150.6)

# Tones
add("grayscale", luma(RGB), "numpy", 0.51, 0.9)
add("grayscale=rec601", luma(RGB, (0.299, 0.587, 0.114)), "numpy", 0.51, 0.9)
add("invert", 255 - RGB, "numpy", 0, 0)
add("brightness=20", RGB + 20, "numpy", 0, 0)
add("contrast=1.5", (RGB - 127.5) * 1.5 + 127.5, "numpy")
add("gamma=1.8", 255 * (RGB / 255) ** (1 / 1.8), "numpy")
add("saturation=2", luma(RGB)[..., None] * -1 + 2 * RGB, "numpy", 0.52, 0.7)
add("levels=20:white=200:gamma=1.5", 255 * np.clip((RGB - 20) / 180, 0, 1) ** (1 / 1.5), "numpy")
add("posterise=4", 85 * np.minimum(np.floor(RGB / 255 * 4), 3), "numpy", 0, 0)
add("sepia", RGB @ np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]]).T, "numpy")
add("tint=#ffcc88", luma(RGB)[..., None] * np.array([255, 204, 136]) / 255, "numpy")
turn, weights = math.radians(30), np.array([[0.213, 0.715, 0.072]] * 3)
across = np.array([[-0.213, -0.715, 0.928], [0.143, 0.140, -0.283], [-0.787, 0.715, 0.072]])
add("hue=30", RGB @ (weights + math.cos(turn) * (np.eye(3) - weights) + math.sin(turn) * across).T, "numpy")
y, x = np.mgrid[0:H, 0:W] + 0.5
away = np.hypot(x - W / 2, y - H / 2) / np.hypot(W / 2, H / 2)
ramp = np.clip((away - 0.3) / 0.7, 0, 1)
add("vignette", RGB * (1 - 0.5 * ramp**2 * (3 - 2 * ramp))[..., None], "numpy")
add("threshold=100", 255 * (RGB >= 100), "numpy", 0, 0)
add("grayscale,threshold=otsu", cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1], "opencv", 0, "-")
add("autolevels=0:channels=each", each(lambda p: (p - p.min()) * 255 / (p.max() - p.min())), "numpy")
add("autolevels=0", (RGB - gray.min()) * 255 / (int(gray.max()) - gray.min()), "numpy", 0.51, "-")
counted = np.cumsum(np.bincount(gray.ravel(), minlength=256))
lowest = counted[gray.min()]
add("equalise", 255 * np.maximum(counted[RGB.astype(int)] - lowest, 0) / (W * H - lowest), "numpy", 0.51, "-")
local = cv2.createCLAHE(3, (4, 3)).apply(gray).astype(float) - gray
add("clahe=clip=3:tiles=4x3", RGB + local[..., None], "opencv", 1, "-")
add("grayscale,equalise", cv2.equalizeHist(gray), "opencv", 1, "-")
add("grayscale,clahe=clip=3:tiles=4x3", cv2.createCLAHE(3, (4, 3)).apply(gray), "opencv", 1, "-")
add("grayscale,clahe=clip=40:tiles=2x2", cv2.createCLAHE(40, (2, 2)).apply(gray), "opencv", 1, "-")
light = np.where(RGB / 255 <= 0.04045, RGB / 255 / 12.92, ((RGB / 255 + 0.055) / 1.055) ** 2.4)
mixed = each(lambda p: gaussian(p, 1), light)
add("linear=(gaussian=1)", 255 * np.where(mixed <= 0.0031308, mixed * 12.92, 1.055 * mixed ** (1 / 2.4) - 0.055), "scipy", 0.52, 8)


# Geometry
def resized(p, scale, method, margin):
    padded = np.pad(p, margin, mode="edge").astype(np.float32)
    size = (round(padded.shape[1] * scale), round(padded.shape[0] * scale))
    result = np.asarray(Image.fromarray(padded).resize(size, method), dtype=float)
    cut = round(margin * scale)
    return result[cut:-cut, cut:-cut]


for kernel, method in (("lanczos3", Image.LANCZOS), ("bilinear", Image.BILINEAR), ("catmull-rom", Image.BICUBIC), ("box", Image.BOX)):
    add(f"resize=50%:kernel={kernel}", each(lambda p: resized(p, 0.5, method, 16)), "pillow", 0.55, 1)
    if kernel != "box":
        add(f"resize=200%:kernel={kernel}", each(lambda p: resized(p, 2, method, 8)), "pillow", 0.55, 1)
for percent, size in (("50%", (W // 2, H // 2)), ("200%", (2 * W, 2 * H))):
    near = Image.fromarray(RGB.astype(np.uint8)).resize(size, Image.NEAREST)
    add(f"resize={percent}:kernel=nearest", np.asarray(near, dtype=float), "pillow", 0, 0)


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


for percent, factor in (("50%", 0.5), ("200%", 2)):
    down, along = weighed(H, round(H * factor)), weighed(W, round(W * factor))
    add(f"resize={percent}:kernel=mitchell", each(lambda p: down @ p @ along.T), "numpy", 0.55, 1)
add("pad=20x15:color=#102030", np.stack([np.pad(RGB[..., c], ((1, 2), (2, 2)), constant_values=v) for c, v in enumerate((16, 32, 48))], -1), "numpy", 0, 0)
add("rotate=90", np.rot90(RGB, -1), "numpy", 0, 0)
add("rotate=180", np.rot90(RGB, 2), "numpy", 0, 0)
add("rotate=270", np.rot90(RGB, 1), "numpy", 0, 0)
add("flip=horizontal", RGB[:, ::-1], "numpy", 0, 0)
add("crop=7x5+3+2", RGB[2:7, 3:10], "numpy", 0, 0)
add("border=2:color=#102030", np.stack([np.pad(RGB[..., c], 2, constant_values=v) for c, v in enumerate((16, 32, 48))], -1), "numpy", 0, 0)


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


for degrees in (30, -100):
    s, c = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    w, h = math.ceil(abs(W * c) + abs(H * s)), math.ceil(abs(W * s) + abs(H * c))
    back = np.array([[c, s], [-s, c]])
    offset = np.array([W / 2, H / 2]) - back @ np.array([w / 2, h / 2])
    add(f"rotate={degrees}:interpolation=bilinear", warped(np.column_stack([back, offset]), w, h), "scipy")
    add(f"rotate={degrees}", warped_cubic(np.column_stack([back, offset]), w, h), "numpy")
forth = np.array([[1.2, 0.3, -2], [-0.1, 0.9, 1], [0, 0, 1]])
add("affine='1.2 0.3 -2; -0.1 0.9 1':size=20x14:interpolation=bilinear", warped(np.linalg.inv(forth)[:2], 20, 14), "scipy")
add("affine='1.2 0.3 -2; -0.1 0.9 1':size=20x14", warped_cubic(np.linalg.inv(forth)[:2], 20, 14), "numpy")

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
            values[y, x, c] = (sum(hashed.to_bytes(8, "little")) - 1020) / math.sqrt(8 * (256**2 - 1) / 12)
    return values


add("noise=8", RGB + 8 * noise(1, "gaussian", False), "numpy")
add("noise=sigma=12:seed=7:channels=together", RGB + 12 * noise(7, "gaussian", True), "numpy")
add("noise=sigma=30:seed=123456789012:kind=uniform", RGB + 30 * noise(123456789012, "uniform", False), "numpy")

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


add("overlay=over.png", laid_over(RGB, multiplied(OVER), W - 8, H - 6, 1), "numpy", 0.52, 1)
add("overlay=over.png:position=topleft:margin=2:opacity=0.6", laid_over(RGB, multiplied(OVER), 2, 2, 0.6), "numpy", 0.52, 1)
add("overlay=over.png:position=center:opacity=0.6", laid_over(RGBA, multiplied(OVER), 4, 3, 0.6), "numpy", 0.52, 8, source="rgba")
add("overlay=over.png:position=center:scale=25%", laid_over(RGB, halved(OVER), 6, 4, 1), "pillow", 0.52, 1.2)

# Colour profiles: matrices and curves from primaries, by Bradford's adaptation, as ICC.1 describes them
D50, D65 = np.array([0.9642, 1, 0.8249]), np.array([0.3127 / 0.329, 1, (1 - 0.3127 - 0.329) / 0.329])
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
ADAPTED = np.linalg.inv(BRADFORD) @ np.diag((BRADFORD @ D50) / (BRADFORD @ D65)) @ BRADFORD


def colorants(*primaries):
    """From linear samples to XYZ under D50."""
    xyz = np.array([[x / y, 1, (1 - x - y) / y] for x, y in primaries]).T
    return ADAPTED @ (xyz * np.linalg.solve(xyz, D65))


SRGB = colorants((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
WIDE = colorants((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
# Of Adobe RGB (1998), as profiles store it.
GAMMA = 563 / 256


def fixed(values):
    return b"".join(struct.pack(">i", round(v * 65536)) for v in values)


def profile(matrix, gamma):
    """A display profile of version 2 (ICC.1:2001-04, 6.1 and 6.5)."""
    text = b"wide\0"
    curve = b"curv" + struct.pack(">IIH", 0, 1, round(gamma * 256))
    tags = {
        b"desc": b"desc" + struct.pack(">II", 0, len(text)) + text + bytes(8 + 2 + 1 + 67),
        b"cprt": b"text" + bytes(4) + b"none\0",
        b"wtpt": b"XYZ " + bytes(4) + fixed(D50),
    }
    for i, name in enumerate(b"rgb"):
        tags[bytes([name]) + b"XYZ"] = b"XYZ " + bytes(4) + fixed(matrix[:, i])
        tags[bytes([name]) + b"TRC"] = curve
    table, data = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        table += name + struct.pack(">II", 132 + 12 * len(tags) + len(data), len(value))
        data += value + bytes(-len(value) % 4)
    header = struct.pack(">I4sI4s4s4s", 132 + 12 * len(tags) + len(data), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28) + fixed(D50)
    return header.ljust(128, b"\0") + table + data


path = pathlib.Path(__file__).with_name("wide.icc")
path.write_bytes(profile(WIDE, GAMMA))
light = np.clip(((RGB / 255) ** GAMMA) @ np.linalg.solve(SRGB, WIDE).T, 0, 1)
add("srgb", 255 * np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055), "numpy", 1, 20, source="wide")
converted = ImageCms.profileToProfile(
    Image.fromarray(RGB.astype(np.uint8)), str(path), ImageCms.createProfile("sRGB"),
    ImageCms.Intent.RELATIVE_COLORIMETRIC, flags=ImageCms.Flags.BLACKPOINTCOMPENSATION)
add("srgb", np.asarray(converted, dtype=float), "pillow", 1, "-", source="wide")

print("\n".join(LINES))
