import { type ChildProcess, spawn } from "node:child_process"
import { setTimeout as wait } from "node:timers/promises"
import type { Log } from "../../lib/core/log.ts"
import { projectRoot } from "../../lib/platform/config.ts"

/** Whoever has run for so long has not failed to start. */
const SETTLED_MS = 30_000
const PAUSE_MS_MIN = 250
const PAUSE_MS_MAX = 30_000
const STOP_MS_MAX = 10_000

export interface KeptProcessSettings {
  name: string
  args: readonly string[]
  environment: NodeJS.ProcessEnv
  /** When it is given, nothing is started any more: Ctrl-C reaches the children before they are told to stop. */
  signal: AbortSignal
  log: Log
}

/** A process of ours that is started again when it ends, later each time that it ends soon. */
export class KeptProcess {
  private child: ChildProcess | null = null
  private isStopping = false
  private pauseMs = PAUSE_MS_MIN
  private readonly settings: KeptProcessSettings

  constructor(settings: KeptProcessSettings) {
    this.settings = settings
    this.start()
  }

  /** Asks it to end, and ends it when it has not after ten seconds. */
  async stop(): Promise<void> {
    this.isStopping = true
    const { child } = this
    if (child === null) return
    const exited = new Promise((resolve) => child.once("exit", resolve))
    child.kill("SIGTERM")
    await Promise.race([exited, wait(STOP_MS_MAX, undefined, { ref: false })])
    child.kill("SIGKILL")
    await exited
  }

  private start(): void {
    const startedAt = Date.now()
    const child = spawn(process.execPath, this.settings.args, {
      cwd: projectRoot,
      env: this.settings.environment,
      // A channel to us, so that a child notices when we are gone.
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    })
    this.child = child
    const onEnd = (why: string) => {
      if (this.child !== child) return
      this.child = null
      void this.startAgain(why, Date.now() - startedAt)
    }
    child.on("error", () => onEnd("not_started"))
    child.on("exit", (code, signal) => onEnd(String(signal ?? code)))
  }

  private async startAgain(why: string, ranMs: number): Promise<void> {
    const { name, signal, log } = this.settings
    if (this.isStopping || signal.aborted) return
    this.pauseMs = ranMs > SETTLED_MS ? PAUSE_MS_MIN : Math.min(PAUSE_MS_MAX, this.pauseMs * 2)
    log.warn("process.ended", { child: name, cause: why })
    await wait(this.pauseMs)
    if (!this.isStopping && !signal.aborted) this.start()
  }
}
