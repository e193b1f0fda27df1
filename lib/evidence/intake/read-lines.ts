/** How the lines of a text are taken apart: a pattern whose named groups are the columns, and what it finds. */
export interface LinesRead {
  pattern: string
  /** What the lines are, for people. */
  kind: string
  columns: string[]
  records: Record<string, string>[]
  /** Rules that leave out lines which are no records: their condition as YAML, in braces. */
  headers: string[]
}

const WEB_SERVER = String.raw`^(?<ip>\S+) \S+ (?<user>.+?) \[(?<time>[^\]]+)\] "(?<method>[A-Z]+) (?<path>\S+)[^"]*" (?<status>\d{3}) \S+(?: "(?:[^"\\]|\\.)*" "(?<agent>(?:[^"\\]|\\.)*)")?`
const S3 = String.raw`^\S+ \S+ \[(?<time>[^\]]+)\] (?<ip>\S+) (?<requester>\S+) (?<request_id>\S+) (?<operation>\S+) (?<key>\S+) "(?<request>[^"]*)" (?<status>\d{3}|-) (?<error>\S+) \S+ \S+ \S+ \S+ (?:"[^"]*"|-) (?:"(?<agent>[^"]*)"|-)`

const known: [kind: string, pattern: string][] = [
  ["lines of a web server's access log", WEB_SERVER],
  ["lines of Amazon S3's server access log", S3],
]
/** A pattern is right when it reads so many of the lines. */
const SHARE_MIN = 0.6
const COLUMNS_MAX = 100

/** What patterns are held against: enough of a line to know it, so that no line can keep them busy. */
const LINE_LENGTH_MAX = 2_000
const LINES_MAX = 500

/** Finds out how lines are taken apart; null where nothing known reads most of them. */
export function readLines(all: readonly string[]): LinesRead | null {
  const lines = all.slice(0, LINES_MAX).map((line) => line.slice(0, LINE_LENGTH_MAX))
  for (const [kind, pattern] of known) {
    const records = recordsBy(pattern, lines)
    if (records.length >= lines.length * SHARE_MIN) return read(kind, pattern, records, [])
  }
  return extendedLog(lines) ?? partedLines(lines)
}

function recordsBy(pattern: string, lines: readonly string[]): Record<string, string>[] {
  const expression = new RegExp(pattern)
  return lines.flatMap((line) => {
    const groups = expression.exec(line)?.groups
    // A dash says that there is nothing.
    return groups ? [Object.fromEntries(Object.entries(groups).filter(([, one]) => one && one !== "-"))] : []
  })
}

function read(kind: string, pattern: string, records: LinesRead["records"], headers: string[]): LinesRead {
  const columns = [...pattern.matchAll(/\(\?<(\w+)>/g)].map(([, name = ""]) => name)
  return { kind, pattern, columns, records, headers }
}

/** W3C's extended log format, as content networks and IIS write it: a line that begins with #Fields names the columns. */
function extendedLog(lines: readonly string[]): LinesRead | null {
  const fields = lines.find((line) => line.startsWith("#Fields:"))
  if (fields === undefined) return null
  const rows = lines.filter((line) => !line.startsWith("#"))
  const isTabbed = rows.some((line) => line.includes("\t"))
  const cell = isTabbed ? String.raw`[^\t]*` : String.raw`\S+`
  const gap = isTabbed ? String.raw`\t` : " "
  const names = groupNames(fields.slice("#Fields:".length).trim().split(/\s+/))
  if (names.length > COLUMNS_MAX) return null
  const groups = names.map((name) => `(?<${name}>${cell})`)
  const date = names.indexOf("date")
  if (date >= 0 && names[date + 1] === "time")
    groups.splice(date, 2, String.raw`(?<date_time>\d{4}-\d\d-\d\d${gap}\d\d:\d\d:\d\d)`)
  const pattern = `^(?:(?<comment>#.*)|${groups.join(gap)}.*)$`
  const records = recordsBy(pattern, rows)
  return records.length === 0 || records.length < rows.length * SHARE_MIN
    ? null
    : read("lines of the extended log format", pattern, records, ['comment: { matches: "." }'])
}

/** Cells parted by tabs, semicolons or bars under a line with their names. */
function partedLines(lines: readonly string[]): LinesRead | null {
  const [header = "", ...rows] = lines
  for (const [sign, name] of [
    ["\t", "tabs"],
    [";", "semicolons"],
    ["|", "bars"],
  ] as const) {
    const cells = header.split(sign).map((one) => one.trim().replace(/^"(.*)"$/, "$1"))
    const isHeader = cells.length > 1 && cells.every((one) => /^(?=.*[A-Za-z])[\w@][\w .:@()-]*$/.test(one))
    if (!isHeader || cells.length > COLUMNS_MAX) continue
    const part = sign === "\t" ? String.raw`\t` : sign === "|" ? String.raw`\|` : sign
    const names = groupNames(cells)
    const pattern = `^${names.map((one) => `"?(?<${one}>[^${part}"]*)"?`).join(part)}$`
    const records = recordsBy(pattern, rows)
    const [first = "", text = ""] = [names[0], cells[0]]
    if (records.length > 0 && records.length >= rows.length * SHARE_MIN)
      return read(`lines with cells parted by ${name}`, pattern, records, [
        `${first}: ${JSON.stringify(text)}`,
      ])
  }
  return null
}

/** Column names as names of groups: letters, digits and underscores, each once. */
function groupNames(columns: readonly string[]): string[] {
  const names: string[] = []
  for (const column of columns) {
    const plain = column.replaceAll(/\W+/g, "_").replaceAll(/^_+|_+$/g, "") || "column"
    const base = /^\d/.test(plain) ? `c_${plain}` : plain
    let name = base
    for (let number = 2; names.includes(name); number++) name = `${base}_${number}`
    names.push(name)
  }
  return names
}
