import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { figure } from "../../lib/core/figure.ts"
import { printable } from "../../lib/core/printable.ts"
import { readIncidentFile } from "../../lib/evidence/incident-file.ts"
import { previewLog, type SourcePreview } from "../../lib/evidence/preview.ts"
import { openEngine } from "../engine.ts"
import { interruptible } from "../terminal/exit.ts"
import { textTable } from "../terminal/table.ts"

/** `tocsin preview`: shows how each source's mapping reads its first records. */
export async function previewCommand(incidentFile: string, options: { json: boolean }): Promise<void> {
  const incident = readIncidentFile(incidentFile)
  const folder = mkdtempSync(join(tmpdir(), "tocsin-preview-"))
  const engine = openEngine("duckdb", folder)
  const previews = await interruptible(
    () => previewLog(engine, incident, folder),
    async () => {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  )
  process.stdout.write(
    options.json ? `${JSON.stringify(previews, null, 2)}\n` : printable(previews.map(previewText).join("\n")),
  )
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`

function previewText(preview: SourcePreview): string {
  const { records, taken, ignored, malformed, events, rejects } = preview
  const columns = Object.keys(events[0] ?? {}).filter((column) =>
    events.some((event) => event[column] !== null),
  )
  const lines = [
    `Source ${preview.source}, mapping ${preview.mapping}: the first ${figure(records)} records of its first file`,
    `  ${figure(taken)} access events, ${figure(ignored)} ignored, ${figure(malformed)} malformed`,
    `  of the events ${percent(preview.withoutViewer)} name no viewer, ${percent(preview.withoutDevice)} no device, ${percent(preview.withoutMedia)} no media`,
  ]
  if (preview.isUntested)
    lines.push("  Warning: this mapping has no tests; a change in the log's format would go unnoticed.")
  if (events.length > 0) {
    const rows = events.map((event) => columns.map((column) => String(event[column] ?? "")))
    lines.push("", "  First events", textTable(rows, columns))
  }
  if (rejects.length > 0) {
    const rows = rejects.map(({ line, reason, raw }) => [String(line ?? ""), String(reason), String(raw)])
    lines.push("", "  First rejects", textTable(rows, ["line", "reason", "raw"]))
  }
  return `${lines.join("\n")}\n`
}
