import { type Command, Option } from "commander"
import {
  CANARY_SUBJECTS_DEFAULT,
  CANARY_SUBJECTS_MAX,
  epochModes,
  LOGINS_PER_SECOND_DEFAULT,
  LOGINS_PER_SECOND_MAX,
  WAVES_DEFAULT,
  WAVES_MAX,
} from "../../../lib/containment/logout/settings.ts"
import { ON_THE_COMMAND_LINE, wholeNumber } from "../option-values.ts"
import { addExternalLogoutCommands } from "./external-commands.ts"
import { SCOPES, scope } from "./options.ts"
import { STATUS_JSON_HELP } from "./status-help.ts"

const RUN = "a logout: INC-7/L2 or its id"
const AS = "act as this member, where a member stands behind it"

/** `tocsin logout …`: each command is loaded when it is called. */
export function addLogoutCommands(program: Command): void {
  const logout = program
    .command("logout")
    .description("End the sessions of many, and prove that they are ended.")
  addPlanning(logout)
  addRunning(logout)
  addStatus(logout)
  addExternalLogoutCommands(logout)
}

function addPlanning(logout: Command): void {
  logout
    .command("plan")
    .description("Plan a logout without touching anybody: whom it ends, how fast, and what survives.")
    .argument("<incident>", "such as INC-7")
    .requiredOption("--authority <name>", "who ends the sessions, as the settings name it")
    .requiredOption("--scope <scope>", SCOPES, scope)
    .option(
      "--cutoff <instant>",
      "what was begun before it is ended (default: the moment at which it begins)",
    )
    .option("--exempt <file>", "names that are never logged out, one a line")
    .option("--operators <file>", "names that are logged out last of all, one a line")
    .addOption(
      new Option("--epoch <mode>", "for whom a cut-off is set besides, by which apps refuse older tokens")
        .choices(epochModes)
        .default("none"),
    )
    .option("--waves <n>", "in how many waves", wholeNumber(1, WAVES_MAX), WAVES_DEFAULT)
    .option(
      "--canaries <n>",
      "how many go before all others",
      wholeNumber(1, CANARY_SUBJECTS_MAX),
      CANARY_SUBJECTS_DEFAULT,
    )
    .option(
      "--logins-per-second <n>",
      "what your login takes; at most 0.8 of it come back in a second",
      wholeNumber(1, LOGINS_PER_SECOND_MAX),
      LOGINS_PER_SECOND_DEFAULT,
    )
    .option("--reset", "have each choose a new password at the next login", false)
    .option("--as <email>", AS)
    .option("--json", "print the plan as JSON", false)
    .action(async (incident, options) => {
      const { planCommand } = await import("./plan.ts")
      await planCommand(incident, options)
    })
  logout
    .command("approve")
    .description(
      "Approve a planned logout as a second member of security; asks for it first where nobody has.",
    )
    .argument("<run>", RUN)
    .requiredOption("--as <email>", "the member of security who approves")
    .option("--asked-by <email>", "the member who asks for it; else whoever planned it does")
    .option("--reason <text>", "why", ON_THE_COMMAND_LINE)
    .action(async (run, options) => {
      const { approveCommand } = await import("./approve.ts")
      await approveCommand(run, options)
    })
}

function addRunning(logout: Command): void {
  logout
    .command("run")
    .description("Begin a logout that was approved within the last 30 minutes; workers carry it out.")
    .argument("<run>", RUN)
    .option("--as <email>", "the member who asked for it, where one did")
    .action(async (run, options) => {
      const { runCommand } = await import("./run.ts")
      await runCommand(run, options)
    })
  const changes = [
    ["pause", "Log out nobody more until it is resumed."],
    ["resume", "Let a paused logout go on; what it was paused for counts as seen."],
    ["abort", "Abort a logout for good: whoever was not begun is left alone."],
  ] as const
  for (const [change, description] of changes)
    logout
      .command(change)
      .description(description)
      .argument("<run>", RUN)
      .option("--reason <text>", "why", ON_THE_COMMAND_LINE)
      .option("--as <email>", AS)
      .action(async (run, options) => {
        const { changeLogoutCommand } = await import("./change-logout.ts")
        await changeLogoutCommand(change, run, options)
      })
}

function addStatus(logout: Command): void {
  logout
    .command("status")
    .description("How a logout stands: subjects by state, canaries, and what was proved.")
    .argument("<run>", RUN)
    .option("--json", "print it as JSON (below)", false)
    .option("--watch", "follow it step by step until it is over", false)
    .addHelpText("after", STATUS_JSON_HELP)
    .action(async (run, options) => {
      const { statusCommand } = await import("./status.ts")
      await statusCommand(run, options)
    })
}
