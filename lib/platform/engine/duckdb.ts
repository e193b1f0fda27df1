import { type ChildProcess, fork } from "node:child_process"
import type { Engine, OnFraction, Row } from "../../core/engine.ts"
import type { EngineSettings } from "./duckdb-session.ts"
import type { EngineReply, EngineRequest } from "./protocol.ts"

interface Pending {
  resolve: (rows: Row[]) => void
  reject: (error: Error) => void
  sql: string
}

/** What the engine said no to, with the statement that it was given. */
export class EngineError extends Error {
  readonly sql: string

  constructor(message: string, sql: string) {
    super(message)
    this.name = "EngineError"
    this.sql = sql
  }
}

/**
 * Starts DuckDB in a child process with a memory limit and a spill folder.
 * @throws EngineError from every call once the child has died, with the reason of its death.
 */
export function openDuckDb(settings: EngineSettings): Engine {
  const child = fork(new URL("./duckdb-child.ts", import.meta.url), [JSON.stringify(settings)], {
    execArgv: process.execArgv,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  })
  return new DuckDb(child)
}

class DuckDb implements Engine {
  private readonly child: ChildProcess
  private readonly pending = new Map<number, Pending>()
  private readonly exited: Promise<void>
  private listener: OnFraction | null = null
  private death: string | null = null
  private nextId = 1

  constructor(child: ChildProcess) {
    this.child = child
    child.on("message", (reply: EngineReply) => this.receive(reply))
    this.exited = new Promise((resolve) => {
      child.on("error", (error) => resolve(this.die(error.message)))
      child.on("exit", (code, signal) =>
        resolve(this.die(signal ? `ended by ${signal}` : `exited with ${code}`)),
      )
    })
  }

  async run(sql: string): Promise<void> {
    await this.ask(sql, false)
  }

  async rows<T extends Row = Row>(sql: string): Promise<T[]> {
    return (await this.ask(sql, true)) as T[]
  }

  onFraction(listener: OnFraction | null): void {
    this.listener = listener
  }

  async close(): Promise<void> {
    this.child.kill("SIGKILL")
    await this.exited
  }

  private ask(sql: string, wantsRows: boolean): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      if (this.death) return reject(new EngineError(`the engine is gone: ${this.death}`, sql))
      const request: EngineRequest = { id: this.nextId++, sql, wantsRows }
      this.pending.set(request.id, { resolve, reject, sql })
      this.child.send(request, (error) => {
        if (error) this.settle(request.id)?.reject(new EngineError(error.message, sql))
      })
    })
  }

  private receive(reply: EngineReply): void {
    if (reply.kind === "progress") this.listener?.(reply.fraction)
    if (reply.kind === "done") this.settle(reply.id)?.resolve(reply.rows)
    if (reply.kind === "failed") {
      const pending = this.settle(reply.id)
      pending?.reject(new EngineError(reply.message, pending.sql))
    }
  }

  private settle(id: number): Pending | undefined {
    const pending = this.pending.get(id)
    this.pending.delete(id)
    return pending
  }

  private die(reason: string): void {
    this.death ??= reason
    for (const id of [...this.pending.keys()]) {
      const pending = this.settle(id)
      pending?.reject(new EngineError(`the engine is gone: ${this.death}`, pending.sql))
    }
  }
}
