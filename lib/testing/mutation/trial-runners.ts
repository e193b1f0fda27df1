import { type ChildProcess, fork } from "node:child_process"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import type { Trial, TrialReply, TrialRequest, Verdict } from "./trial.ts"

interface Waiting {
  request: TrialRequest
  resolve: (verdict: Verdict) => void
  reject: (error: Error) => void
}

/** A few child processes that work through one queue of trials. */
export class TrialRunners {
  private readonly children: ChildProcess[]
  private readonly queue: Waiting[] = []
  private readonly running = new Map<ChildProcess, Waiting>()
  private nextId = 1

  /** `whole` is the copy of the sources, `folder` the one that it lies in. */
  constructor(count: number, whole: string, folder: string) {
    this.children = Array.from({ length: count }, (_, index) => {
      const own = join(folder, `runner-${index}`)
      mkdirSync(own)
      return this.start(whole, own)
    })
  }

  /** @throws Error when the trial failed in another way than by a wrong result, or its process died of it */
  run(trial: Trial): Promise<Verdict> {
    const verdict = new Promise<Verdict>((resolve, reject) => {
      this.queue.push({ request: { ...trial, id: this.nextId++ }, resolve, reject })
    })
    verdict.catch(() => {}) // Told to whoever awaits it, later.
    for (const child of this.children) this.takeNext(child)
    return verdict
  }

  close(): void {
    this.queue.length = 0
    for (const child of this.children) child.kill("SIGKILL")
  }

  private start(whole: string, folder: string): ChildProcess {
    const child = fork(new URL("./trial-child.ts", import.meta.url), [whole, folder], {
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    })
    child.on("message", (reply: TrialReply) => {
      const done = this.running.get(child)
      this.running.delete(child)
      if ("verdict" in reply) done?.resolve(reply.verdict)
      else done?.reject(new Error(reply.failure))
      this.takeNext(child)
    })
    child.on("exit", (code, signal) => {
      const { children } = this
      children.splice(children.indexOf(child), 1)
      const orphans = [this.running.get(child), ...(children.length === 0 ? this.queue.splice(0) : [])]
      for (const one of orphans) one?.reject(new Error(`a trial's process ended: ${signal ?? code}`))
    })
    return child
  }

  private takeNext(child: ChildProcess): void {
    if (this.running.has(child)) return
    const next = this.queue.shift()
    if (!next) return
    this.running.set(child, next)
    child.send(next.request)
  }
}
