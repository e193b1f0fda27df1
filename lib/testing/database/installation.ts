import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Config } from "../../core/config.ts"
import type { Database } from "../../core/context.ts"
import { evidenceFolder } from "../../evidence/sets/evidence-folder.ts"
import { answerQuestion } from "../../exposure/revisions/answer-question.ts"
import { accountsRoot, attemptFolder } from "../../exposure/revisions/folders.ts"
import { contextsOver } from "./contexts.ts"
import { finishedRevision, newIncident } from "./finished-revision.ts"

/**
 * Fills a data folder and its database with what an installation comes to hold: people, an incident with uploads and a
 * finished revision, its result and accounts, an answer; and with what counts for nothing.
 */
export async function fillInstallation(database: Database, config: Config): Promise<void> {
  const { system, as } = contextsOver(database, config.dataFolder)
  const security = await as("security")
  await as("legal")
  const incident = await newIncident(security)
  const result = await finishedRevision(security, system, incident, ["unattributed"])
  await answerQuestion(security, result, {
    code: "unattributed",
    seen: null,
    verdict: "settled",
    reason: "Health checks:\tno\\body\nwas there.",
  })
  const set = { id: incident.evidenceSetId, incidentId: incident.id, folder: null }
  const evidence = evidenceFolder(config, set)
  const attempt = (nth: number) => attemptFolder(config, incident.id, result.revision.number, nth)
  const accounts = accountsRoot(config, incident.id)
  const files: [string, string | Buffer][] = [
    [join(evidence, "access.log.lock"), "GET / 200\n".repeat(120_000)],
    [join(evidence, `${"ü".repeat(110)}.csv`), "a,b\n"],
    [join(evidence, "deep", "er", "empty.csv"), ""],
    [join(attempt(1), "summary.json"), "{}"],
    [join(attempt(1), "people.parquet"), Buffer.alloc(70_000, 7)],
    [join(accounts, "0123", "by-id.parquet"), "PAR1PAR1"],
    // Of no use to anybody: an upload, a run and a sorting that are under way.
    [join(evidence, ".tocsin-00000000-0000-4000-8000-000000000000.partial"), "half"],
    [join(attempt(2), "people.parquet"), "half"],
    [join(accounts, ".partial-1", "by-id.parquet"), "half"],
    [join(config.dataFolder, "spill", "1", "block"), "spilled"],
  ]
  for (const [path, content] of files) {
    mkdirSync(join(path, ".."), { recursive: true })
    writeFileSync(path, content)
  }
}
