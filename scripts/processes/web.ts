/** Next's command line, which serves or builds the console's pages and ends with the process that started it. */
import { nextCommand } from "./build.ts"

// Next would wait for pages that show a run's progress until it is over; nothing is lost with a request that is cut off.
process.env.NEXT_MANUAL_SIG_HANDLE = "1"
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(0))
process.on("disconnect", () => process.exit(0))
process.channel?.unref()
process.argv.splice(1, 1, nextCommand)
await import(nextCommand)
