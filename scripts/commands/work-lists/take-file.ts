import { createReadStream, statSync } from "node:fs"
import { basename } from "node:path"
import { AppError } from "../../../lib/core/errors.ts"
import { figure } from "../../../lib/core/figure.ts"
import { printable } from "../../../lib/core/printable.ts"
import type { ExternalKind } from "../../../lib/runs/external/external-kind.ts"
import type { ResultsFile, ResultsTaken } from "../../../lib/runs/external/take-results-of.ts"
import type { ResultsProblem } from "../../../lib/runs/external/take-wave.ts"
import { EXIT } from "../../terminal/exit.ts"

/** Takes a results file, naming each line that does not count; the status is 2 then. */
export async function takeFile(
  file: string,
  take: (source: ResultsFile, tell: (problem: ResultsProblem) => void) => Promise<ResultsTaken>,
): Promise<ResultsTaken> {
  const tell = ({ line, kind: what, text }: ResultsProblem) =>
    void process.stderr.write(printable(`${file}, line ${line}: ${what}: ${text}\n`))
  const taken = await take({ name: basename(file), open: () => createReadStream(file) }, tell)
  if (taken.strangers + taken.malformed + taken.contradicting > 0) process.exitCode = EXIT.wrongInput
  return taken
}

/** What came of a file, in one line. */
export function takenWords({ words }: ExternalKind, taken: ResultsTaken): string {
  const { rows, applied, known, strangers, malformed, contradicting } = taken
  return `${figure(rows)} rows: ${figure(applied)} applied, ${figure(known)} known before, ${figure(strangers)} about ${words.many} that are not of this run, ${figure(malformed)} unreadable, ${figure(contradicting)} against what is known`
}

/** Refuses what is no results file by its name, or is not there. */
export function checkResultsFile(file: string): void {
  if (!/\.(csv|ndjson)$/i.test(file)) throw new AppError("invalid", `${file}: must end in .csv or .ndjson`)
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile()
  if (!isFile) throw new AppError("invalid", `${file}: is no file`)
}
