import { fork } from "node:child_process"
import type { Progress } from "../../lib/core/progress.ts"
import type { AttemptEnding, StartAttempt } from "../../lib/exposure/revisions/attempt.ts"

type Told = { kind: "progress"; progress: Progress } | { kind: "ended"; ending: AttemptEnding }

/** Starts an attempt in a process of its own, so that it can be killed and cannot take the worker with it. */
export const startAttempt: StartAttempt = (task, onProgress) => {
  const child = fork(new URL("./attempt-child.ts", import.meta.url), [], { execArgv: process.execArgv })
  const ended = new Promise<AttemptEnding>((resolve) => {
    const notStarted = ({ message }: Error) =>
      resolve({ state: "failed", reason: `It could not be started (${message}); try again.` })
    child.on("message", (told: Told) => {
      if (told.kind === "progress") onProgress(told.progress)
      else resolve(told.ending)
    })
    child.on("error", notStarted)
    child.on("exit", (code, signal) =>
      resolve({
        state: "failed",
        reason: `Its process ended before it was done (${signal ?? `status ${code}`}); try again.`,
      }),
    )
    child.send(task, (error) => error && notStarted(error))
  })
  return { ended, kill: () => child.kill("SIGKILL") }
}
