import { spawn } from "node:child_process"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterEach, expect, test } from "vitest"
import { addEvidence } from "../../lib/evidence/sets/add-evidence.ts"
import { requestRevision } from "../../lib/exposure/revisions/request-revision.ts"
import { declareIncident } from "../../lib/incidents/declare-incident.ts"
import { contextsOver } from "../../lib/testing/database/contexts.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { comesTrue, isRunning } from "../../lib/testing/run-tocsin.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"
import { childOf } from "../../lib/testing/worker-process.ts"

const root = fileURLToPath(new URL("../../", import.meta.url))
const data = temporaryFolder()
const { database, url } = await ownDatabase()
const { system } = contextsOver(database, data)
const MS_MAX = 60_000

/** A supervisor with a worker alone, in a process of its own. */
const SUPERVISOR = `
  import { askedToEnd, untilAborted } from "./scripts/processes/asked-to-end.ts"
  import { KeptProcess } from "./scripts/processes/kept-process.ts"
  import { script } from "./scripts/processes/supervise.ts"
  import { openLog } from "./lib/platform/log.ts"
  const log = openLog("supervisor", { log: "text" })
  const signal = askedToEnd()
  const worker = new KeptProcess({ name: "worker", args: script("worker"), environment: process.env, signal, log })
  await untilAborted(signal)
  await worker.stop()
  process.exit(0)`

let supervisor = 0
let pids: number[] = []
afterEach(() => {
  for (const pid of [supervisor, ...pids]) if (pid > 0 && isRunning(pid)) process.kill(pid, "SIGKILL")
})

async function supervised() {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", SUPERVISOR], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url, TOCSIN_DATA: data },
    stdio: ["ignore", "ignore", "pipe"],
  })
  supervisor = child.pid ?? 0
  let complaint = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text
  })
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on("exit", (code, signal) => resolve(signal ?? code)),
  )
  const worker = async (other = 0) => {
    let found: number | undefined
    const comes = () => {
      found = childOf(supervisor, "processes/worker.ts")
      return found !== undefined && found !== other
    }
    expect(await comesTrue(comes, MS_MAX)).toBe(true)
    pids.push(found ?? 0)
    return found ?? 0
  }
  pids = []
  return { worker, ended, complaint: () => complaint }
}

/** A run that takes long enough to be met at work. */
async function aRun(): Promise<string> {
  const { id } = await declareIncident(system, {
    title: "A drill",
    severity: "low",
    awareAt: "2024-02-16T16:00:00Z",
  })
  const drill = { scenario: "friday", accounts: 3_000_000 }
  const set = await addEvidence(system, id, { kind: "drill", drill })
  return (await requestRevision(system, { evidenceSetId: set.id, incidentFile: "" })).runId
}

async function stateOf(runId: string, state: string) {
  const deadline = Date.now() + MS_MAX
  for (;;) {
    const run = await database.run.findUniqueOrThrow({ where: { id: runId } })
    if (run.state === state) return run
    if (Date.now() > deadline) throw new Error(`the run is ${run.state}, not ${state}`)
    await wait(50)
  }
}

test("a worker that dies is started again, with a word about it", async () => {
  const { worker, complaint } = await supervised()
  const first = await worker()
  process.kill(first, "SIGKILL")
  const second = await worker(first)
  expect(complaint()).toBe("tocsin: the worker ended (SIGKILL); starting it again\n")
  expect(isRunning(second)).toBe(true)
})

test("a supervisor that is asked to end takes its worker with it, and starts none again", async () => {
  const { worker, ended, complaint } = await supervised()
  const pid = await worker()
  // As Ctrl-C does on a terminal: the whole process group.
  for (const one of [pid, supervisor]) process.kill(one, "SIGINT")
  expect(await ended).toBe(0)
  expect([isRunning(pid), complaint()]).toEqual([false, ""])
})

test("a supervisor that is killed leaves no worker, and no run that nobody works on", async () => {
  const runId = await aRun()
  const { worker } = await supervised()
  const pid = await worker()
  await stateOf(runId, "running")
  const attempts = () => childOf(pid, "attempt-child")
  expect(await comesTrue(() => attempts() !== undefined, MS_MAX)).toBe(true)
  pids.push(attempts() ?? 0)
  process.kill(supervisor, "SIGKILL")
  expect(await comesTrue(() => !pids.some(isRunning), 15_000)).toBe(true)
  expect(await stateOf(runId, "queued")).toMatchObject({ attempt: 2, workerId: null })
})
