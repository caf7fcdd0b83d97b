/** Which held-out images are leafed through, and in which order. */

export interface ImageOrder {
  /** `null`: of every class. */
  readonly label: number | null;
  /** What the model gives the true class, by image: the least come first. `null`: as in the data set. */
  readonly probabilityOfLabel: Float32Array | null;
}

/** Numbers of images in the held-out split. */
export function imageList(labels: ArrayLike<number>, { label, probabilityOfLabel }: ImageOrder): number[] {
  const images = Array.from({ length: labels.length }, (_, image) => image).filter(
    (image) => label === null || labels[image] === label,
  );
  if (probabilityOfLabel === null) return images;
  return images.sort((a, b) => probabilityOfLabel[a]! - probabilityOfLabel[b]! || a - b);
}
