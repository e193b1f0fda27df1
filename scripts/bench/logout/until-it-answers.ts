import { setTimeout as wait } from "node:timers/promises"
import { AppError } from "../../../lib/core/errors.ts"

const READY_MS_MAX = 60_000

/** @throws AppError unavailable where nobody answers within a minute */
export async function untilItAnswers(url: string): Promise<void> {
  for (const deadline = Date.now() + READY_MS_MAX; ; await wait(100)) {
    const response = await fetch(url).catch(() => null)
    await response?.body?.cancel()
    if (response?.ok) return
    if (Date.now() > deadline) throw new AppError("unavailable", `${url} does not answer within a minute`)
  }
}
