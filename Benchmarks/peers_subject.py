"""The photograph that all libraries work on, as each of them holds it, and where fixtures lie."""
import os
import sys

os.environ["VIPS_CONCURRENCY"] = "1"
import cv2
import numpy
import pyvips
from PIL import Image

cv2.setNumThreads(1)
pyvips.cache_set_max(0)

photo, fixtures, *names = sys.argv[1:]
pixels = cv2.imread(photo)
height, width = pixels.shape[:2]
picture = Image.fromarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))
# libvips reads the array itself, which must therefore stay.
samples = numpy.ascontiguousarray(picture)
stored = pyvips.Image.new_from_array(samples)
half = (max(1, width // 2), max(1, height // 2))


def again(function):
    """Gives a function of OpenCV's the memory of its last result for the next."""
    kept = [None]

    def run():
        kept[0] = function(kept[0])
        return kept[0]

    return run


def computed(image):
    """libvips works only when somebody wants the pixels."""
    return image.write_to_memory()
