/** A count as people read it, with its thousands parted. */
export function figure(count: number): string {
  return count.toLocaleString("en-US")
}
