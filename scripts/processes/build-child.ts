/** Next's command line, which builds the console's pages and ends with the process that started it. */
import { nextCommand } from "./build.ts"

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(0))
process.on("disconnect", () => process.exit(0))
process.channel?.unref()
process.argv.splice(1, 1, nextCommand)
await import(nextCommand)
