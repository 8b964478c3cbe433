"""What other libraries have for filters of single pixels and of histograms; for peers.py."""
import io

import cv2
import numpy
import pyvips
from PIL import Image, ImageChops, ImageCms, ImageOps

from peers_subject import again, computed, fixtures, half, height, picture, pixels, stored, width


def curve(formula):
    """A table of 256 tones."""
    return numpy.clip(numpy.floor(formula(numpy.arange(256.0)) + 0.5), 0, 255).astype(numpy.uint8)


def looked_up(formula, opencv=None):
    """The same table for all; OpenCV may have a quicker way."""
    table = curve(formula)
    three = table.tolist() * 3
    tones = pyvips.Image.new_from_array(table.reshape(1, 256))
    return (
        opencv or again(lambda kept: cv2.LUT(pixels, table, kept)),
        lambda: picture.point(three),
        lambda: computed(stored.maplut(tones)),
    )


def mixed(matrix):
    """A matrix over red, green and blue; OpenCV has them the other way round."""
    matrix = numpy.float64(matrix)
    backwards = numpy.ascontiguousarray(matrix[::-1, ::-1], numpy.float32)
    rows = tuple(x for row in matrix for x in (*row, 0))
    return (
        again(lambda kept: cv2.transform(pixels, backwards, kept)),
        lambda: picture.convert("RGB", rows),
        lambda: computed(stored.recomb(matrix.tolist()).cast("uchar")),
    )


LUMA = numpy.float64([0.2126, 0.7152, 0.0722])
SEPIA = [[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]]


def saturated(factor):
    return mixed((1 - factor) * numpy.tile(LUMA, (3, 1)) + factor * numpy.eye(3))


def tinted(red, green, blue):
    return mixed(numpy.outer(numpy.float64([red, green, blue]) / 255, LUMA))


def hue_turned(angle):
    luma = numpy.tile([0.213, 0.715, 0.072], (3, 1))
    skew = numpy.float64([[-0.213, -0.715, 0.928], [0.143, 0.14, -0.283], [-0.787, 0.715, 0.072]])
    turn = numpy.radians(angle)
    return mixed(luma + numpy.cos(turn) * (numpy.eye(3) - luma) + numpy.sin(turn) * skew)


def converted():
    """Little CMS for all, as ours: Pillow converts by the whole, libvips by the line."""
    profile = Image.open(f"{fixtures}/png/landscape-icc.png").info["icc_profile"]
    source = ImageCms.getOpenProfile(io.BytesIO(profile))
    conversion = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), "RGB", "RGB", 1)
    tagged = stored.copy()
    tagged.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    return (
        None,
        lambda: ImageCms.applyTransform(picture, conversion),
        lambda: computed(tagged.icc_transform("srgb", intent="relative", embedded=True)),
    )


def halved_linearly():
    """OpenCV by tables and at 16 bits, as ours; libvips in floating point."""
    tones = numpy.arange(65536) / 65535
    light = numpy.where(tones <= 0.04045, tones / 12.92, ((tones + 0.055) / 1.055) ** 2.4)
    table = numpy.round(light[::257] * 65535).astype(numpy.uint16)
    dark = numpy.where(tones <= 0.0031308, tones * 12.92, 1.055 * tones ** (1 / 2.4) - 0.055)
    back = numpy.round(dark * 255).astype(numpy.uint8)
    return (
        lambda: cv2.LUT(
            cv2.resize(cv2.LUT(pixels, table), half, interpolation=cv2.INTER_AREA), back),
        None,
        lambda: computed(stored.colourspace("scrgb").shrink(2, 2).colourspace("srgb")),
    )


def noisy():
    """Other generators, whose numbers are normal, too; libvips makes one channel for all three."""
    deviates = numpy.empty(pixels.shape, numpy.int16)
    return (
        lambda: cv2.add(pixels, cv2.randn(deviates, 0, 8), dtype=cv2.CV_8U),
        None,
        lambda: computed((stored + pyvips.Image.gaussnoise(width, height, sigma=8)).cast("uchar")),
    )


# What the whole picture's histogram says.

def by_luma(formula):
    """One curve for all channels, made from the histogram of luma (BT.601 in OpenCV)."""
    def opencv():
        luma = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
        counts = cv2.calcHist([luma], [0], None, [256], [0, 256]).ravel()
        return cv2.LUT(pixels, formula(counts))
    return opencv


def stretch(counts):
    below = numpy.cumsum(counts)
    black = int(numpy.searchsorted(below, below[-1] * 0.001))
    white = int(numpy.searchsorted(below, below[-1] * 0.999))
    return curve(lambda tone: (tone - black) * 255 / max(1, white - black))


def levelling(counts):
    below = numpy.cumsum(counts)
    least = below[below > 0][0]
    return numpy.round(255 * numpy.maximum(below - least, 0) / (below[-1] - least)).astype(numpy.uint8)


def equalised_each():
    return cv2.merge([cv2.equalizeHist(channel) for channel in cv2.split(pixels)])


def otsu():
    luma = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    level, _ = cv2.threshold(luma, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return cv2.threshold(pixels, level, 255, cv2.THRESH_BINARY)[1]


def clahe():
    """Of luma, where ours changes each channel by as much; OpenCV has it for one channel only."""
    method = cv2.createCLAHE(2, (8, 8))

    def opencv():
        parts = list(cv2.split(cv2.cvtColor(pixels, cv2.COLOR_BGR2YCrCb)))
        parts[0] = method.apply(parts[0])
        return cv2.cvtColor(cv2.merge(parts), cv2.COLOR_YCrCb2BGR)

    return opencv, None, None


def bright(factor, amount):
    return looked_up(
        lambda tone: factor * tone + amount,
        again(lambda kept: cv2.add(pixels, (amount, amount, amount, 0), kept)) if factor == 1 else None)


CASES = {
    # Luma of BT.601 in OpenCV and Pillow, of BT.709 in ours and libvips; the work is the same.
    "grayscale": (
        again(lambda kept: cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY, kept)),
        lambda: picture.convert("L"),
        lambda: computed(stored.recomb([LUMA.tolist()]).cast("uchar")),
    ),
    "invert": (
        again(lambda kept: cv2.bitwise_not(pixels, kept)),
        lambda: ImageChops.invert(picture),
        lambda: computed(stored.invert()),
    ),
    "brightness=20": bright(1, 20),
    "contrast=1.2": bright(1.2, -25.5),
    "gamma=1.8": looked_up(lambda tone: 255 * (tone / 255) ** (1 / 1.8)),
    "levels=16:white=235": looked_up(lambda tone: (tone - 16) * 255 / 219),
    "posterise": looked_up(lambda tone: 85 * numpy.minimum(numpy.floor(tone / 255 * 4), 3)),
    "threshold=128": looked_up(
        lambda tone: 255 * (tone >= 128),
        again(lambda kept: cv2.threshold(pixels, 127, 255, cv2.THRESH_BINARY, kept)[1])),
    "saturation=1.3": saturated(1.3),
    "sepia": mixed(SEPIA),
    "tint=#ffcc88": tinted(0xFF, 0xCC, 0x88),
    "hue=30": hue_turned(30),
    "srgb": converted(),
    "linear=(resize=50%:kernel=box)": halved_linearly(),
    "noise=8": noisy(),
    "autolevels": (
        by_luma(stretch),
        lambda: ImageOps.autocontrast(picture, 0.1, preserve_tone=True),
        None,
    ),
    "equalise": (by_luma(levelling), None, None),
    "equalise=each": (
        equalised_each,
        lambda: ImageOps.equalize(picture),
        lambda: computed(stored.hist_equal()),
    ),
    "threshold=otsu": (otsu, None, None),
    "clahe": clahe(),
}
