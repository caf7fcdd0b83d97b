/**
 * Milliseconds of processor time that work takes in this process: by the clock it takes longer on a busy machine, by
 * this it does not. Of several `tries` the least counts, since the first compiles and any may collect garbage.
 */
export async function processorTime(work: () => unknown, tries = 1): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let each = 0; each < tries; each++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
