import type { Log } from "../../../lib/core/log.ts"
import { requestAtWork } from "./request-id.ts"

/**
 * Next tells the console what breaks, with messages that may hold anybody's data. From now on the log hears of it, which
 * tells the kind of an error and where it came from.
 */
export function hearConsole(log: Log): void {
  const heard = new WeakSet<Error>()
  console.error = (...said: unknown[]) => {
    const request = requestAtWork()
    const about = request === undefined ? {} : { request }
    const error = said.find((one) => one instanceof Error)
    // What several parts of Next tell is told once.
    if (error && heard.has(error)) return
    if (error) {
      heard.add(error)
      log.error("request.failed", { error, ...about })
    } else log.warn("web.told", about)
  }
  console.warn = console.info = console.log = console.debug = () => {}
}
