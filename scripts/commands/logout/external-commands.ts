import type { Command } from "commander"
import {
  HAND_OUT_HOURS_DEFAULT,
  HAND_OUT_HOURS_MAX,
  HAND_OUT_MAX,
  HAND_OUT_MIN,
} from "../../../lib/runs/external/settings.ts"
import { wholeNumber } from "../option-values.ts"

const RUN = "a logout: INC-7/L2 or its id"
const AS = "act as this member, where a member stands behind it"

/** `tocsin logout hand-out | results`: logouts that somebody else's system carries out. */
export function addExternalLogoutCommands(logout: Command): void {
  logout
    .command("hand-out")
    .description("Hand the next subjects of the open wave to somebody else's system, as signed files.")
    .argument("<run>", RUN)
    .requiredOption("--out <folder>", "where the files go; must be empty or absent")
    .option(
      "--hours <n>",
      "how long the other system has",
      wholeNumber(1, HAND_OUT_HOURS_MAX),
      HAND_OUT_HOURS_DEFAULT,
    )
    .option("--max <n>", "how many subjects at most", wholeNumber(HAND_OUT_MIN, HAND_OUT_MAX))
    .option("--again <chunks>", "write the list of what was handed out before, such as 1-20")
    .option("--as <email>", AS)
    .action(async (run, options) => {
      const { handOutCommand } = await import("./hand-out.ts")
      await handOutCommand(run, options)
    })
  logout
    .command("results")
    .description("Take what somebody else's system says became of the subjects on its list.")
    .argument("<run>", RUN)
    .argument(
      "<file>",
      ".csv or .ndjson with token, state (accepted, rejected or unknown), at and an HTTP status",
    )
    .option("--json", "print what was taken as JSON", false)
    .option("--as <email>", AS)
    .action(async (run, file, options) => {
      const { resultsCommand } = await import("./results.ts")
      await resultsCommand(run, file, options)
    })
}
