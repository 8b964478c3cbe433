"""What other libraries have for filters that move pixels, and for canvases; for peers.py."""
import cv2
import numpy
import pyvips
from PIL import Image, ImageOps

from peers_subject import again, computed, fixtures, half, height, picture, pixels, stored, width

lanczos = Image.Resampling.LANCZOS
bicubic = Image.Resampling.BICUBIC


def cropped():
    x, y = (width - half[0]) // 2, (height - half[1]) // 2
    return (
        again(lambda kept: cv2.copyTo(pixels[y:y + half[1], x:x + half[0]], None, kept)),
        lambda: picture.crop((x, y, x + half[0], y + half[1])),
        lambda: computed(stored.crop(x, y, *half)),
    )


def framed(x, y):
    wide, high = width + 2 * x, height + 2 * y
    return (
        again(lambda kept: cv2.copyMakeBorder(pixels, y, y, x, x, cv2.BORDER_CONSTANT, kept)),
        lambda: ImageOps.expand(picture, (x, y, x, y)),
        lambda: computed(stored.embed(x, y, wide, high)),
    )


def turned(angle=30):
    """Catmull and Rom's cubic, as ours; OpenCV's has other weights (a = -0.75), in 1/32 pixels."""
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1)
    wide = int(numpy.ceil(width * abs(matrix[0, 0]) + height * abs(matrix[0, 1])))
    high = int(numpy.ceil(width * abs(matrix[0, 1]) + height * abs(matrix[0, 0])))
    matrix[:, 2] += ((wide - width) / 2, (high - height) / 2)
    cubic = pyvips.Interpolate.new("bicubic")
    return (
        again(lambda kept: cv2.warpAffine(pixels, matrix, (wide, high), kept, cv2.INTER_CUBIC)),
        lambda: picture.rotate(-angle, bicubic, expand=True),
        lambda: computed(stored.similarity(angle=angle, interpolate=cubic)),
    )


def sheared():
    """As for turning; Pillow wants the inverse."""
    matrix = numpy.float64([[1, 0.2, 0], [0, 1, 0]])
    cubic = pyvips.Interpolate.new("bicubic")
    return (
        again(lambda kept: cv2.warpAffine(pixels, matrix, (width, height), kept, cv2.INTER_CUBIC)),
        lambda: picture.transform(picture.size, Image.Transform.AFFINE, (1, -0.2, 0, 0, 1, 0), bicubic),
        lambda: computed(stored.affine([1, 0.2, 0, 1], interpolate=cubic, oarea=[0, 0, width, height])),
    )


def overlaid():
    """The logo is resized each time, as ours is; libvips computes in floating point."""
    logo = Image.open(f"{fixtures}/png/gradients-rgba8.png")
    wide = round(width / 5)
    size = (wide, round(logo.height * wide / logo.width))
    at = (width - size[0], height - size[1])
    mark = pyvips.Image.new_from_array(numpy.ascontiguousarray(logo)).copy(interpretation="srgb")

    def pillow():
        over = logo.resize(size, lanczos)
        result = picture.copy()
        result.paste(over, at, over.getchannel("A").point([x // 2 for x in range(256)]))
        return result

    def libvips():
        over = mark.premultiply().resize(wide / logo.width).unpremultiply().cast("uchar")
        over = over[:3].bandjoin((over[3] * 0.5).cast("uchar"))
        return computed(stored.composite2(over, "over", x=at[0], y=at[1])[:3].cast("uchar"))

    return None, pillow, libvips


CASES = {
    "crop to half": cropped(),
    "pad by a tenth": framed(width // 20, height // 20),
    "overlay of a fifth": overlaid(),
    "border=20": framed(20, 20),
    "flip=horizontal": (
        again(lambda kept: cv2.flip(pixels, 1, kept)),
        lambda: picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        lambda: computed(stored.fliphor()),
    ),
    "flip=vertical": (
        again(lambda kept: cv2.flip(pixels, 0, kept)),
        lambda: picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        lambda: computed(stored.flipver()),
    ),
    "rotate=90": (
        again(lambda kept: cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE, kept)),
        lambda: picture.transpose(Image.Transpose.ROTATE_270),
        lambda: computed(stored.rot90()),
    ),
    "rotate=30": turned(),
    "affine='1 0.2 0; 0 1 0'": sheared(),
    "resize=50%:kernel=box": (
        again(lambda kept: cv2.resize(pixels, half, kept, interpolation=cv2.INTER_AREA)),
        lambda: picture.reduce(2),
        lambda: computed(stored.shrink(2, 2)),
    ),
}
