/** The list of held-out images to browse, and its order. */

export interface ImageOrder {
  /** `null` for every class. */
  readonly label: number | null;
  /** Probability of the true class, by image: the lowest come first. `null` for the order of the data set. */
  readonly probabilityOfLabel: Float32Array | null;
}

/** Indices of images in the held-out split. */
export function imageList(labels: ArrayLike<number>, { label, probabilityOfLabel }: ImageOrder): number[] {
  const images = Array.from({ length: labels.length }, (_, image) => image).filter(
    (image) => label === null || labels[image] === label,
  );
  if (probabilityOfLabel === null) return images;
  return images.sort((a, b) => probabilityOfLabel[a]! - probabilityOfLabel[b]! || a - b);
}
