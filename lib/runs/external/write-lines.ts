import { csvLine } from "../../core/csv.ts"
import { beginFile, type WorkListFile } from "./work-list-file.ts"

/** A line of a list: the cells by the names of their columns. */
export type ListLine = Readonly<Record<string, string | object>>

/** Writes the same lines as NDJSON and as CSV, a page at a time; what is no text is JSON in a cell of CSV. */
export async function writeLines<Page>(
  folder: string,
  columns: readonly string[],
  pages: AsyncIterable<Page>,
  linesOf: (page: Page) => Promise<readonly ListLine[]> | readonly ListLine[],
): Promise<{ files: WorkListFile[]; lines: number }> {
  const [list, csv] = [await beginFile(folder, "list.ndjson"), await beginFile(folder, "list.csv")]
  let lines = 0
  await csv.write(csvLine(columns))
  for await (const page of pages) {
    const made = await linesOf(page)
    await list.write(made.map((line) => `${JSON.stringify(line)}\n`).join(""))
    await csv.write(made.map((line) => csvLine(columns.map((column) => cellOf(line[column])))).join(""))
    lines += made.length
  }
  return { files: [await list.end(), await csv.end()], lines }
}

function cellOf(value: string | object | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null)
}
