/** Does a piece of work for each, so many at a time, and gives how long all of it took, in seconds. */
export async function eachAtOnce<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<number> {
  const beganAt = performance.now()
  const left = items.values()
  const lane = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return (performance.now() - beganAt) / 1000
}
