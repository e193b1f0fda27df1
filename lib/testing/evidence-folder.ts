import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

/** A folder of its own below `root` with these files, by their paths. */
export function folderWith(root: string, files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(root, "evidence-"))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** Records as NDJSON. */
export function ndjson(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("")
}

/** Records as CSV; the header is that of the first. */
export function csv(records: readonly Record<string, unknown>[]): string {
  const names = Object.keys(records[0] ?? {})
  const cell = (value: unknown) =>
    /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? "")
  return [names, ...records.map((record) => names.map((name) => record[name] ?? ""))]
    .map((row) => row.map(cell).join(","))
    .join("\n")
}

/** So many records, each made of its index. */
export function rows<T>(count: number, row: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => row(index))
}

/** A timestamp so many seconds after 14:00 on 16 February 2024. */
export function at(second: number): string {
  return new Date(Date.UTC(2024, 1, 16, 14, 0, second)).toISOString()
}

/** An access event in canonical columns. */
export function access(index: number) {
  return {
    event_id: `e${index}`,
    at: at(index),
    account_id: `a${index % 3}`,
    device_id: "d1",
    media_id: `m${index % 5}`,
    action: "viewed",
  }
}
