/** How an exported script reads images in folders: as `data/imageFolder/` does, by Pillow. */
import type { HeldOut } from '../../data/dataSet.ts';
import { imageSuffixes } from '../../data/imageFolder/listing.ts';
import type { AugmentationSpec } from '../../model/augmentation.ts';
import type { ImageFolderOptions } from '../../model/data.ts';
import type { DataCode } from './dataCode.ts';
import { pythonText, pythonTuple } from './python.ts';

/** Beside `train.py`, where images are held out one by one. */
export const heldOutFile = 'validation.json';

/** `folder`: absolute path of the images. */
export function imageFolderCode(
  { size, channels }: ImageFolderOptions,
  folder: string,
  heldOut: HeldOut,
  augment: readonly AugmentationSpec[],
): DataCode {
  const common = {
    folder,
    packages: ['from PIL import Image, ImageOps', 'from torch.utils.data import Dataset', torchvision],
    facts: ['CLASSES'],
    loaderOptions: ', num_workers=os.cpu_count()',
    augment,
  };
  const constants = [
    `SIZE = ${pythonTuple(size)}`,
    `SUFFIXES = ${pythonTuple(imageSuffixes.map((suffix) => pythonText(`.${suffix}`)))}`,
  ];
  const definitions = [reading(channels), listing];
  if ('train' in heldOut) {
    const part = (path: string) =>
      `ImageFiles(image_files(${path === '' ? 'folder' : `folder / ${pythonText(path)}`}))`;
    return {
      ...{ ...common, imports: ['import os'], constants, definitions: definitions.join('\n\n\n') },
      ...{ train: part(heldOut.train), validation: part(heldOut.validation), heldOutFiles: null },
    };
  }
  return {
    ...{ ...common, imports: ['import json', 'import os'], definitions: [...definitions, partOf].join('\n\n\n') },
    constants: [...constants, `HELD_OUT = Path(__file__).with_name(${pythonText(heldOutFile)})`],
    train: 'ImageFiles(part_of(folder, held_out=False))',
    validation: 'ImageFiles(part_of(folder, held_out=True))',
    heldOutFiles: heldOut,
  };
}

export const torchvision = 'from torchvision import transforms';

const reading = (channels: number): string => `def read_image(file):
    """Bytes [channels, height, width] of an image: upright, on white, resized to just cover SIZE, then cropped at the
    centre."""
    image = ImageOps.exif_transpose(Image.open(file))
    if image.mode.startswith("I"):  # 16 bits a pixel
        image = image.point(lambda value: value / 256).convert("L")
    if "A" in image.mode or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    image = image.convert("RGB")${channels === 1 ? '.convert("L")' : ''}
    (rows, columns), (width, height) = SIZE, image.size
    if width * rows <= height * columns:
        size = max(rows, columns * height // width), columns
    else:
        size = rows, max(columns, rows * width // height)
    image = transforms.functional.center_crop(transforms.functional.resize(image, size), SIZE)
    return transforms.functional.pil_to_tensor(image)


class ImageFiles(Dataset):
    """Images of bytes, read on demand, each with the number of its class."""

    def __init__(self, files):
        self.files = list(files)

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        file, label = self.files[index]
        return read_image(file), label`;

const listing = `def files_within(folder):
    """Image files, also in subfolders; files left by systems and archives are skipped."""
    for entry in sorted(folder.iterdir()) if folder.is_dir() else []:
        if entry.name.startswith(".") or entry.name == "__MACOSX":
            continue
        if entry.is_dir():
            yield from files_within(entry)
        elif entry.suffix.lower() in SUFFIXES:
            yield entry


def image_files(folder):
    """Image files in the folders of the classes, each with the number of its class."""
    for label, name in enumerate(CLASSES):
        for file in files_within(folder / name):
            yield file, label`;

const partOf = `def part_of(folder, held_out):
    """The validation images of CNN Lab, or the others."""
    listed = set(json.loads(HELD_OUT.read_text(encoding="utf-8")))
    for file, label in image_files(folder):
        if (file.relative_to(folder).as_posix() in listed) == held_out:
            yield file, label`;
