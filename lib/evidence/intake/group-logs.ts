import { kindOf } from "./choose-files.ts"
import { findRoles } from "./find-roles.ts"
import type { Look } from "./look.ts"
import type { LogFile } from "./mapping-candidates.ts"
import { readLines } from "./read-lines.ts"
import { wordsOf } from "./synonyms.ts"

/** Files of the access log that one mapping can read, and the name of the source that they become. */
export interface LogGroup {
  name: string
  files: LogFile[]
}

/** Records of one log differ in which cells they have; so many of the fewer columns are those of both. */
const OVERLAP_MIN = 0.8
/** What is shorter says nothing. */
const NAME_LENGTH_MIN = 3
const NAME_LENGTH_MAX = 60

/** Puts log files of one shape together: each group becomes a source. */
export function groupLogs(files: readonly LogFile[]): LogGroup[] {
  const groups: { shape: Shape; files: LogFile[] }[] = []
  const isShapeless = ({ look }: LogFile) => look.content === "unreadable" || look.content === "empty"
  for (const file of files.filter((one) => !isShapeless(one))) {
    const shape = shapeOf(file.look)
    const group = groups.find((one) => isSame(one.shape, shape))
    if (group) group.files.push(file)
    else groups.push({ shape, files: [file] })
  }
  for (const file of files.filter(isShapeless)) {
    const shape = { form: `none ${folderOf(file)}`, columns: new Set<string>() }
    const group = groups.find(
      (one) => one.shape.form === shape.form || one.files.some((kin) => isKin(kin, file)),
    )
    if (group) group.files.push(file)
    else groups.push({ shape, files: [file] })
  }
  const taken = new Set<string>()
  return groups.map((group) => {
    const name = freeName(nameFor(group.files.map(({ look }) => look.path)), taken)
    taken.add(name)
    return { name, files: group.files }
  })
}

/** What cannot be read is taken for one of the files beside it with a name of its kind. */
function isKin(one: LogFile, other: LogFile): boolean {
  return (
    kindOf(one.look.path) === kindOf(other.look.path) ||
    (folderOf(other) !== "" && folderOf(one) === folderOf(other))
  )
}

function folderOf({ look }: LogFile): string {
  return look.path.split("/").slice(0, -1).join("/")
}

interface Shape {
  /** Must be the same. */
  form: string
  columns: ReadonlySet<string>
}

function shapeOf({ content, columns, records, recordsPath, lines }: Look): Shape {
  if (content === "lines")
    return { form: JSON.stringify([content, readLines(lines)?.pattern ?? null]), columns: new Set() }
  const { time } = findRoles({ columns, records, isParquet: content === "parquet" })
  return { form: JSON.stringify([content, recordsPath, time ?? null]), columns: new Set(columns) }
}

function isSame(a: Shape, b: Shape): boolean {
  if (a.form !== b.form) return false
  const shared = [...a.columns].filter((column) => b.columns.has(column)).length
  return shared >= Math.min(a.columns.size, b.columns.size) * OVERLAP_MIN
}

/** The innermost folder of all of them that is a word, else what their names begin with. */
function nameFor(paths: readonly string[]): string {
  const [first = ""] = paths
  const folders = first.split("/").slice(0, -1)
  const shared = folders.filter((folder, depth) => paths.every((path) => path.split("/")[depth] === folder))
  const stem = (first.split("/").at(-1) ?? "").replace(/(\.[A-Za-z]+)+$/, "")
  const names = [...shared.reverse(), stem].map((name) => wordIn(name))
  return (names.find((name) => name.length >= NAME_LENGTH_MIN) ?? "log").slice(0, NAME_LENGTH_MAX)
}

/** A name without numbers and single letters, which are parts of ids. */
function wordIn(name: string): string {
  const words = wordsOf(name.replaceAll(/\d+/g, " ")).filter((word) => word.length > 1)
  return words.join("-")
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  for (let number = 2; ; number++) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`
}
