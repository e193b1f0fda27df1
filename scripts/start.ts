/** `npm start`: the console as it is meant to run. Builds its pages when they are not there, then keeps it alive. */
import { makeFirstLink } from "../lib/access/people/make-first-link.ts"
import { readConfig } from "../lib/platform/config.ts"
import { askedToEnd, untilAborted } from "./processes/asked-to-end.ts"
import { buildConsole } from "./processes/build.ts"
import { openInstallationDatabase } from "./processes/database.ts"
import { checkAddress, supervise } from "./processes/supervise.ts"
import { withSystemContext } from "./processes/system-context.ts"
import { EXIT, exitWith, Interrupted } from "./terminal/exit.ts"

const say = (text: string) => process.stdout.write(`${text}\n`)

const ending = askedToEnd()
try {
  const config = readConfig()
  await checkAddress(config)
  const database = await openInstallationDatabase(config)
  try {
    await buildConsole({ onStart: () => say("Building the pages, once for this version …"), signal: ending })
    const { stop } = await supervise(config, database, ending)
    say(`Tocsin: ${config.url}`)
    const link = await withSystemContext(config, makeFirstLink)
    if (link)
      say(
        `Nobody administers it yet. Within 24 hours, this link makes the administrator, once:\n\n  ${link}\n`,
      )
    await untilAborted(ending)
    await stop()
  } finally {
    await database.release()
  }
  process.exit(0)
} catch (error) {
  if (error instanceof Interrupted) process.exit(EXIT.interrupted)
  exitWith(error)
}
