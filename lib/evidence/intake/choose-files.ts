/** So many files of one kind are looked at: its first and its last by name. */
const OF_EACH_END = 2
/** So many files are looked at all in all. */
const LOOKS_MAX = 300

/**
 * Files whose paths differ in numbers, dates and ids alone are of one kind: `access/part-001.ndjson.gz` and its like.
 * @returns for each path the paths of its kind that are looked at in its place; its own alone where it is one of them
 */
export function chooseFiles(paths: readonly string[]): Map<string, string[]> {
  const kinds = new Map<string, string[]>()
  for (const path of paths) {
    const kind = kindOf(path)
    const ofKind = kinds.get(kind) ?? []
    ofKind.push(path)
    kinds.set(kind, ofKind)
  }
  const chosen = new Map<string, string[]>()
  let looks = 0
  for (const ofKind of kinds.values()) {
    const sorted = [...ofKind].sort()
    const ends = [...new Set([...sorted.slice(0, OF_EACH_END), ...sorted.slice(-OF_EACH_END)])]
    const looked = looks < LOOKS_MAX ? ends : []
    looks += looked.length
    for (const path of sorted) chosen.set(path, looked.includes(path) ? [path] : looked)
  }
  return chosen
}

/** A path without its numbers, dates and ids. */
export function kindOf(path: string): string {
  return path.replaceAll(/[A-Za-z0-9]*\d[A-Za-z0-9]*/g, "#").replaceAll(/#([-_.:/]#)+/g, "#")
}
