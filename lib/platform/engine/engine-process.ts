import { type ChildProcess, fork } from "node:child_process"
import { createRequire } from "node:module"
import { fileURLToPath, pathToFileURL } from "node:url"
import { beside } from "../../core/beside.ts"
import type { OnFraction, Row } from "../../core/engine.ts"
import type { EngineSettings } from "./duckdb-session.ts"
import type { EngineReply, EngineRequest } from "./protocol.ts"

export interface ProcessSettings extends EngineSettings {
  /** How many statements run at a time. */
  connections: number
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

/** The engine's process has ended, with the reason of its death. */
export class EngineGone extends EngineError {
  constructor(reason: string, sql: string) {
    super(`the engine is gone: ${reason}`, sql)
    this.name = "EngineGone"
  }
}

interface Pending {
  resolve: (rows: Row[]) => void
  reject: (error: Error) => void
  sql: string
}

/** DuckDB's child process as its parent sees it: requests go in, their answers come back in any order. */
export class EngineProcess {
  private readonly child: ChildProcess
  private readonly pending = new Map<number, Pending>()
  private readonly exited: Promise<void>
  private listener: OnFraction | null = null
  private death: string | null = null
  private nextId = 1

  constructor(settings: ProcessSettings) {
    this.child = startChild(settings)
    this.child.on("message", (reply: EngineReply) => this.receive(reply))
    this.exited = new Promise((resolve) => {
      this.child.on("error", (error) => resolve(this.die(error.message)))
      this.child.on("exit", (code, signal) =>
        resolve(this.die(signal ? `ended by ${signal}` : `exited with ${code}`)),
      )
    })
  }

  get isGone(): boolean {
    return this.death !== null
  }

  /** @throws EngineError when the engine refuses the statement, EngineGone once the process has ended */
  ask(request: Omit<EngineRequest, "id">): Promise<Row[]> {
    const { sql } = request
    return new Promise((resolve, reject) => {
      if (this.death) return reject(new EngineGone(this.death, sql))
      const id = this.nextId++
      this.pending.set(id, { resolve, reject, sql })
      this.child.send({ ...request, id }, (error) => {
        if (error) this.settle(id)?.reject(new EngineGone(error.message, sql))
      })
    })
  }

  onFraction(listener: OnFraction | null): void {
    this.listener = listener
  }

  async close(): Promise<void> {
    this.child.kill("SIGKILL")
    await this.exited
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
      pending?.reject(new EngineGone(this.death, pending.sql))
    }
  }
}

/** Connections wait in threads of Node's pool, which does other work too. */
const POOL_THREADS_BESIDES = 4

/** The child reads TypeScript by itself, whatever its parent was started with; options meant for a parent stay there. */
function startChild(settings: ProcessSettings): ChildProcess {
  const { NODE_OPTIONS: _, ...env } = process.env
  const program = beside(import.meta.url, "./duckdb-child.ts")
  const typescript = createRequire(program).resolve("tsx/esm")
  return fork(fileURLToPath(program), [JSON.stringify(settings)], {
    execArgv: ["--no-warnings", "--import", pathToFileURL(typescript).href],
    env: { ...env, UV_THREADPOOL_SIZE: String(settings.connections + POOL_THREADS_BESIDES) },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  })
}
