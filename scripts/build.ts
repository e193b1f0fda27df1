/** `npm run build`: builds the console's pages ahead of the first start, as an image of a container needs them. */
import { buildConsole } from "./processes/build.ts"
import { exitWith } from "./terminal/exit.ts"

try {
  await buildConsole({
    onStart: () => process.stdout.write("Building the pages, once for this version …\n"),
  })
} catch (error) {
  exitWith(error)
}
