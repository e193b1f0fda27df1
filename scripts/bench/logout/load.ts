import { loadavg } from "node:os"

/** What a piece of work gave, with how many processes waited for a processor while it went on, at its beginning and end. */
export interface Loaded<T> {
  value: T
  load: { before: number; after: number }
}

export async function underLoad<T>(work: () => Promise<T>): Promise<Loaded<T>> {
  const [before = 0] = loadavg()
  const value = await work()
  const [after = 0] = loadavg()
  return { value, load: { before, after } }
}

export function loadWords({ load: { before, after } }: Pick<Loaded<unknown>, "load">): string {
  return `${before.toFixed(1)}–${after.toFixed(1)}`
}
