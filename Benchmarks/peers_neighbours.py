"""What other libraries have for filters that look at neighbours, save the kernels; for peers.py."""
import cv2
import numpy
import pyvips
from PIL import Image, ImageChops, ImageFilter

from peers_subject import again, computed, height, picture, pixels, stored, width


def convolved(rows, divisor=1, bias=0):
    """libvips by integers; Pillow has 3x3 and 5x5 only, and needs whole rows."""
    weights = numpy.float64(rows) / divisor
    side = len(rows)
    flat = [x for row in rows for x in row]
    mask = pyvips.Image.new_from_array(rows, scale=divisor, offset=bias)
    return (
        again(lambda kept: cv2.filter2D(pixels, -1, weights, kept, delta=bias)),
        lambda: picture.filter(ImageFilter.Kernel((side, side), flat, divisor, bias)),
        lambda: computed(stored.conv(mask, precision="integer").cast("uchar")),
    )


def moved(length=15, angle=30):
    """The same weights: points spread evenly over the line, each between four pixels."""
    count = 2 * length + 1
    reach = length // 2 + 1
    weights = numpy.zeros((2 * reach + 1, 2 * reach + 1))
    for place in numpy.linspace(-(length - 1) / 2, (length - 1) / 2, count):
        x = reach + place * numpy.cos(numpy.radians(angle))
        y = reach - place * numpy.sin(numpy.radians(angle))
        left, top = int(x), int(y)
        for row, share in ((top, top + 1 - y), (top + 1, y - top)):
            weights[row, left] += share * (left + 1 - x) / count
            weights[row, left + 1] += share * (x - left) / count
    used = weights[weights.any(axis=1)][:, weights.any(axis=0)]
    whole = numpy.round(used * 10_000).astype(int)
    mask = pyvips.Image.new_from_array(whole.tolist(), scale=int(whole.sum()))
    return (
        again(lambda kept: cv2.filter2D(pixels, -1, used, kept)),
        None,
        lambda: computed(stored.conv(mask, precision="integer").cast("uchar")),
    )


def laplacian():
    return cv2.convertScaleAbs(cv2.Laplacian(pixels, cv2.CV_16S, ksize=1))


def highpass():
    """The blur has 8 bits here, 16 in ours."""
    def pillow():
        return ImageChops.subtract(picture, picture.filter(ImageFilter.GaussianBlur(10)), 1, 128)

    return (
        lambda: cv2.addWeighted(pixels, 1, cv2.GaussianBlur(pixels, (0, 0), 10), -1, 127.5),
        pillow,
        None,
    )


def canny():
    """From OpenCV's luma (BT.601) and blur, which is narrower than ours."""
    luma = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), (0, 0), 1.4)
    return cv2.Canny(luma, 50, 150, L2gradient=True)


def extremes(first, second=None):
    """Windows of 5x5; libvips has them as ranks. Pillow takes half a microsecond per pixel."""
    window = numpy.ones((5, 5), numpy.uint8)
    opencv = {"dilate": cv2.dilate, "erode": cv2.erode}
    rank = {"dilate": 24, "erode": 0}
    steps = [step for step in (first, second) if step]

    def by_opencv():
        result = pixels
        for step in steps:
            result = opencv[step](result, window)
        return result

    def by_libvips():
        result = stored
        for step in steps:
            result = result.rank(5, 5, rank[step])
        return computed(result)

    return by_opencv, None, by_libvips


def pixelated(side=16):
    """Where the size is a multiple of the square's, as it should be: the others stretch."""
    small = (-(-width // side), -(-height // side))

    def opencv():
        means = cv2.resize(pixels, small, interpolation=cv2.INTER_AREA)
        return cv2.resize(means, (width, height), interpolation=cv2.INTER_NEAREST)

    return (
        opencv,
        lambda: picture.reduce(side).resize(picture.size, Image.Resampling.NEAREST),
        lambda: computed(stored.shrink(side, side, ceil=True).zoom(side, side)),
    )


CASES = {
    "sharpen": convolved([[0, -1, 0], [-1, 8, -1], [0, -1, 0]], 4),
    "laplacian": (laplacian, None, None),
    "emboss": convolved([[-2, -2, 0], [-2, 0, 2], [0, 2, 2]], 5.656854, 127.5),
    "highpass": highpass(),
    "canny": (canny, None, None),
    "motionblur=15:angle=30": moved(),
    "convolve 3x3": convolved([[1, 2, 1], [2, 4, 2], [1, 2, 1]], 16),
    "convolve 5x5": convolved(
        [[1, 2, 3, 2, 1], [2, 3, 4, 3, 2], [3, 4, 5, 4, 3], [2, 3, 4, 3, 2], [1, 2, 3, 2, 1]], 65),
    "dilate=2": extremes("dilate"),
    "erode=2": extremes("erode"),
    "open=2": extremes("erode", "dilate"),
    "close=2": extremes("dilate", "erode"),
    "pixelate=16": pixelated(),
    # Of three channels at once, as ours; h is not multiplied by the number of channels.
    "nlmeans=patch=2:search=5": (
        lambda: cv2.fastNlMeansDenoising(pixels, None, 10, 5, 11), None, None),
}
