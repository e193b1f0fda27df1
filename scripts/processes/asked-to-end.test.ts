import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { afterEach, expect, test } from "vitest"
import { comesTrue, isRunning } from "../../lib/testing/run-tocsin.ts"

const root = fileURLToPath(new URL("../../", import.meta.url))
/** Takes two seconds to stop what it has started. */
const PROGRAM = `
  import { askedToEnd, untilAborted } from "./scripts/processes/asked-to-end.ts"
  const signal = askedToEnd()
  const busy = setInterval(() => {}, 1000)
  process.stdout.write("up " + process.pid + "\\n")
  await untilAborted(signal)
  process.stdout.write("ending\\n")
  setTimeout(() => process.stdout.write("ended\\n", () => process.exit(7)), 2000)`
const NODE = [process.execPath, "--import", "tsx", "--input-type=module", "--eval", PROGRAM]

let started: ChildProcess | null = null
let pid = 0
afterEach(() => {
  if (started) for (const one of [started.pid ?? 0, pid]) if (isRunning(one)) process.kill(one, "SIGKILL")
})

async function start(command: string[], env: Record<string, string> = {}) {
  const [program = "", ...args] = command
  const { npm_lifecycle_event: _, ...outer } = process.env
  const child = spawn(program, args, {
    cwd: root,
    env: { ...outer, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  })
  started = child
  let told = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    told += text
  })
  const says = (text: string) => comesTrue(() => told.includes(text), 30_000)
  expect(await says("\n")).toBe(true)
  pid = Number(/^up (\d+)/.exec(told)?.[1])
  return { child, ended: once(child, "exit"), says, told: () => told }
}

test("what comes twice at once is one request, and what was started is stopped in order", async () => {
  const { child, ended, told } = await start(NODE)
  // Of one kind the system would make one of two.
  child.kill("SIGINT")
  child.kill("SIGTERM")
  expect(await ended).toEqual([7, null])
  expect(told()).toMatch(/^up \d+\n\nStopping …\nending\nended\n$/)
})

test("a second request ends the process at once", async () => {
  const { child, ended, says } = await start(NODE)
  child.kill("SIGTERM")
  expect(await says("ending")).toBe(true)
  const asking = setInterval(() => child.kill("SIGTERM"), 100)
  const [status] = await ended
  clearInterval(asking)
  expect(status).toBe(130)
})

test("a terminal that is closed is a request to end, and its loss keeps nothing from being stopped", async () => {
  const { child, ended } = await start(NODE)
  child.stdout?.destroy()
  child.kill("SIGHUP")
  expect(await ended).toEqual([7, null])
})

test("npm that is gone is a request to end: it tells the shell between, not us", async () => {
  const shell = ["sh", "-c", '"$@" & wait', "sh", ...NODE]
  const { child, ended, says } = await start(shell, { npm_lifecycle_event: "start" })
  child.kill("SIGKILL")
  await ended
  expect(await says("ended")).toBe(true)
  expect(await comesTrue(() => !isRunning(pid), 5_000)).toBe(true)
})
