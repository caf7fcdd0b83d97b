"""What Pillow makes of small images, for the tests of augmentation and resizing: `python3 pillowCases.py > pillowCases.json`.

Needs Pillow and NumPy. Formulas of sizes and places are those of torchvision.transforms (Resize, CenterCrop, affine).
"""

import json
from math import radians, cos, sin, tan

import numpy as np
from PIL import Image, ImageEnhance, __version__

random = np.random.default_rng(5)


def picture(width, height):
    return Image.fromarray(random.integers(0, 256, (height, width, 3), dtype=np.uint8))


def planes(image):
    """[channels, height, width] as one list."""
    return np.asarray(image).transpose(2, 0, 1).ravel().tolist()


def affine(width, height, angle, shift, scale, shear, resample, fill):
    image = picture(width, height)
    at = lambda x, y: np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], dtype=float)
    turn = np.array([[cos(radians(angle)), -sin(radians(angle)), 0], [sin(radians(angle)), cos(radians(angle)), 0], [0, 0, 1]])
    slant = np.array([[1, -tan(radians(shear)), 0], [0, 1, 0], [0, 0, 1]])
    forward = at(*shift) @ at(width / 2, height / 2) @ turn @ slant @ np.diag([scale, scale, 1]) @ at(-width / 2, -height / 2)
    inverse = np.linalg.inv(forward)[:2].ravel()
    result = image.transform((width, height), Image.AFFINE, tuple(inverse), getattr(Image, resample.upper()), fillcolor=(fill,) * 3)
    return dict(width=width, height=height, angle=angle, shift=shift, scale=scale, shear=shear,
                interpolation=resample, fill=fill, image=planes(image), result=planes(result))


def colour(kind, factor):
    image = picture(6, 5)
    enhance = dict(brightness=ImageEnhance.Brightness, contrast=ImageEnhance.Contrast, saturation=ImageEnhance.Color)[kind]
    return dict(kind=kind, factor=factor, width=6, height=5, image=planes(image), result=planes(enhance(image).enhance(factor)))


def fitted(width, height, size):
    """Resize so that the image covers `size`, keeping its ratio, then cut out the middle."""
    image = picture(width, height)
    rows, columns = size
    if width * rows <= height * columns:
        resized = (columns, max(rows, int(columns * height / width)))
    else:
        resized = (max(columns, int(rows * width / height)), rows)
    left, top = int(round((resized[0] - columns) / 2)), int(round((resized[1] - rows) / 2))
    result = image.resize(resized, Image.BILINEAR).crop((left, top, left + columns, top + rows))
    return dict(width=width, height=height, size=size, image=planes(image), result=planes(result))


print(json.dumps(dict(
    pillow=__version__,
    affine=[
        affine(9, 7, 17, (0, 0), 1, 0, "nearest", 0),
        affine(9, 7, 17, (0, 0), 1, 0, "bilinear", 0),
        affine(8, 8, -40, (2, -1), 1.3, 0, "nearest", 200),
        affine(8, 8, -40, (2, -1), 1.3, 0, "bilinear", 200),
        affine(7, 10, 12, (-1, 3), 0.7, 15, "bilinear", 9),
        affine(7, 10, 12, (-1, 3), 0.7, -25, "nearest", 9),
    ],
    colour=[colour(kind, factor) for kind in ("brightness", "contrast", "saturation") for factor in (0.4, 1.7)],
    fit=[
        fitted(20, 13, (6, 6)),
        fitted(13, 31, (8, 8)),
        fitted(5, 4, (9, 9)),
        fitted(16, 16, (16, 16)),
        fitted(33, 21, (7, 12)),
        fitted(21, 33, (12, 5)),
        fitted(3, 40, (4, 4)),
        fitted(1, 1, (3, 3)),
    ],
), separators=(",", ":")))
