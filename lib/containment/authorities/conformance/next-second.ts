import { setTimeout as wait } from "node:timers/promises"

/**
 * An instant in whole seconds, when it has come, as cut-offs are: what was begun until now is before it, what is begun
 * from now on is not.
 */
export async function nextSecond(): Promise<Date> {
  const at = (Math.floor(Date.now() / 1000) + 1) * 1000
  while (Date.now() < at) await wait(at - Date.now())
  return new Date(at)
}
