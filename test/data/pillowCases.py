"""What Pillow makes of small images, for the tests of augmentation and resizing: `python3 pillowCases.py > pillowCases.json`.

Needs Pillow, NumPy and torchvision. Formulas of sizes and places are those of torchvision.transforms (Resize, CenterCrop,
affine); a hue is turned by torchvision on tensors, as Pillow has only 256 hues.
"""

import base64
import io
import json
import struct
from math import radians, cos, sin, tan

import numpy as np
import torch
from PIL import Image, ImageEnhance, ImageOps, __version__
from torchvision.transforms.functional import adjust_hue

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


def hue(turn):
    image = picture(6, 5)
    result = adjust_hue(torch.tensor(planes(image), dtype=torch.uint8).reshape(3, 5, 6), turn)
    return dict(kind="hue", factor=turn, width=6, height=5, image=planes(image), result=result.flatten().tolist())


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


def smooth(mode="RGB"):
    """Seven by five pixels without noise, so that lossy formats stay close."""
    y, x = np.mgrid[0:5, 0:7]
    channels = [20 + 30 * x, 200 - 35 * y, 60 + 10 * x + 20 * y, 255 - 36 * x][: len(mode)]
    return Image.fromarray(np.stack(channels, -1).clip(0, 255).astype(np.uint8), mode)


def stored(name, image, **options):
    file = io.BytesIO()
    image.save(file, **options)
    return read(name, file.getvalue())


def read(name, data):
    """A file, and what Pillow makes of it: upright, on white, red, green and blue, and grey."""
    found = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if found.mode.startswith("I"):
        found = Image.fromarray((np.asarray(found) >> 8).astype(np.uint8))
    if "A" in found.mode or "transparency" in found.info:
        found = found.convert("RGBA")
        found = Image.alpha_composite(Image.new("RGBA", found.size, (255, 255, 255, 255)), found)
    found = found.convert("RGB")
    return dict(name=name, file=base64.b64encode(data).decode(), width=found.width, height=found.height,
                rgb=planes(found), grey=np.asarray(found.convert("L")).ravel().tolist())


def turned(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return stored(f"JPEG, orientation {orientation}", smooth(), format="JPEG", quality=95, exif=exif)


def bitmap(name, bits, pixels, compression=0, height=5, palette=b"", masks=b""):
    """A BMP file that Pillow reads and does not write."""
    header = struct.pack("<IiiHHIIiiII", 40, 7, height, 1, bits, compression, len(pixels), 2835, 2835, len(palette) // 4, 0)
    start = 14 + len(header) + len(masks) + len(palette)
    return read(name, b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + header + masks + palette + pixels)


rgb, rgba = smooth(), smooth("RGBA")
deep = Image.fromarray((np.asarray(rgb)[:, :, 0].astype(np.uint16) * 257 + 3))
colours = bytes(value for i in range(16) for value in (16 * i, 255 - 16 * i, 7 * i, 0))
shades = struct.pack("<40H", *(1657 * i % 65536 for i in range(40)))
# Five rows, in turn of a run of four and one of three, and of five values one by one and a run of two.
runs = b"".join(bytes([0, 5, *range(y, y + 5), 0, 2, 9, 0, 0] if y % 2 else [4, y, 3, y + 1, 0, 0]) for y in range(5))


print(json.dumps(dict(
    pillow=__version__,
    files=[
        stored("PNG", rgb, format="PNG"),
        stored("PNG, grey", rgb.convert("L"), format="PNG"),
        stored("PNG, 16 bits", deep, format="PNG"),
        stored("PNG, 1 bit", rgb.convert("1"), format="PNG"),
        stored("PNG, palette", rgb.quantize(16), format="PNG"),
        stored("PNG, transparent", rgba, format="PNG"),
        stored("PNG, transparent grey", rgba.convert("LA"), format="PNG"),
        stored("PNG, transparent palette", rgb.quantize(16), format="PNG", transparency=0),
        stored("JPEG", rgb, format="JPEG", quality=95),
        stored("JPEG, progressive", rgb, format="JPEG", quality=95, progressive=True),
        stored("JPEG, grey", rgb.convert("L"), format="JPEG", quality=95),
        stored("JPEG, CMYK", rgb.convert("CMYK"), format="JPEG", quality=95),
        *[turned(orientation) for orientation in range(2, 9)],
        stored("WebP", rgb, format="WEBP", quality=95),
        stored("WebP, lossless, transparent", rgba, format="WEBP", lossless=True, exact=True),
        stored("BMP", rgb, format="BMP"),
        stored("BMP, grey", rgb.convert("L"), format="BMP"),
        stored("BMP, 1 bit", rgb.convert("1"), format="BMP"),
        stored("BMP, palette", rgb.quantize(16), format="BMP"),
        stored("BMP, 32 bits", rgba, format="BMP"),
        bitmap("BMP, 4 bits", 4, bytes([0x12, 0x34, 0x56, 0x70]) * 5, palette=colours),
        bitmap("BMP, 16 bits", 16, shades),
        bitmap("BMP, 16 bits, six of green", 16, shades, compression=3, masks=struct.pack("<III", 0xF800, 0x07E0, 0x001F)),
        bitmap("BMP, from the top", 24, bytes(range(120)), height=-5),
        bitmap("BMP, run lengths", 8, runs[:-2] + b"\0\1", compression=1, palette=colours),
        stored("GIF", rgb.quantize(16), format="GIF"),
        stored("GIF, grey", rgb.convert("L"), format="GIF"),
        stored("GIF, interlaced", rgb.convert("P"), format="GIF", interlace=1),
        stored("GIF, transparent", rgb.quantize(16), format="GIF", transparency=0),
        stored("GIF, moving", rgb.quantize(16), format="GIF", save_all=True, append_images=[rgb.rotate(90).quantize(16)]),
    ],
    tiff=stored("TIFF", rgb, format="TIFF")["file"],
    affine=[
        affine(9, 7, 17, (0, 0), 1, 0, "nearest", 0),
        affine(9, 7, 17, (0, 0), 1, 0, "bilinear", 0),
        affine(8, 8, -40, (2, -1), 1.3, 0, "nearest", 200),
        affine(8, 8, -40, (2, -1), 1.3, 0, "bilinear", 200),
        affine(7, 10, 12, (-1, 3), 0.7, 15, "bilinear", 9),
        affine(7, 10, 12, (-1, 3), 0.7, -25, "nearest", 9),
    ],
    colour=[colour(kind, factor) for kind in ("brightness", "contrast", "saturation") for factor in (0.4, 1.7)]
    + [hue(turn) for turn in (-0.5, -0.2, 0.05, 1 / 3)],
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
