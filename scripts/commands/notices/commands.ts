import { type Command, Option } from "commander"
import { executors, HOLD_S_MAX, PER_SECOND_MAX } from "../../../lib/notices/settings.ts"
import { HAND_OUT_HOURS_MAX, HAND_OUT_MAX, HAND_OUT_MIN } from "../../../lib/runs/external/settings.ts"
import { collected, ON_THE_COMMAND_LINE, wholeNumber } from "../option-values.ts"
import { groupList, replyTo, sender } from "./options.ts"

const RUN = "a run of letters: INC-7/2 or its id"
const AS = "act as this member, where a member stands behind it"

/** `tocsin notices …`: each command is loaded when it is called. */
export function addNoticesCommands(program: Command): void {
  const notices = program.command("notices").description("Letters to the people of an incident.")
  addPlanning(notices)
  addSending(notices)
  addAccount(notices)
  addExternal(notices)
}

function addPlanning(notices: Command): void {
  notices
    .command("plan")
    .description("Plan a run of letters over the latest finished revision, and say whom it would write to.")
    .argument("<incident>", "such as INC-7")
    .option("--groups <groups>", "whom to write to: owner_video,owner_tapped,…", groupList)
    .option(
      "--sender <sender>",
      "in whose name: NAME <ADDRESS>, for all or as owner_video=NAME <ADDRESS>",
      sender,
    )
    .option("--reply-to <address>", "where replies go, for all or as owner_video=ADDRESS", replyTo)
    .option("--rate <n>", "letters a second at most", wholeNumber(1, PER_SECOND_MAX))
    .option("--hold <seconds>", "how long letters wait once they are approved", wholeNumber(0, HOLD_S_MAX))
    .addOption(new Option("--executor <executor>", "who sends").choices(executors))
    .option("--facts <file>", "YAML with what all letters have in common")
    .option("--reviewer <name>", "who has read the translations and vouches for them; with --as")
    .option("--override-reason <text>", "legal lets all findings pass that block, for this reason; with --as")
    .option("--as <email>", AS)
    .option("--json", "print the plan and its findings as JSON", false)
    .action(async (incident, options) => {
      const { planCommand } = await import("./plan.ts")
      await planCommand(incident, options)
    })
  notices
    .command("approve")
    .description("Approve a planned run as a member of legal; asks for it first where nobody has yet.")
    .argument("<run>", RUN)
    .requiredOption("--as <email>", "the member of legal who approves")
    .option("--asked-by <email>", "the member who asks for it; else whoever planned it does")
    .option("--reason <text>", "why", ON_THE_COMMAND_LINE)
    .option("--reviewer <name>", "who has read the translations and vouches for them")
    .option("--override-reason <text>", "let all findings pass that block, for this reason")
    .action(async (run, options) => {
      const { approveCommand } = await import("./approve.ts")
      await approveCommand(run, options)
    })
}

function addSending(notices: Command): void {
  notices
    .command("send")
    .description("Begin a run that was approved; workers send it.")
    .argument("<run>", RUN)
    .option("--rate <n>", "fewer letters a second than were approved", wholeNumber(1, PER_SECOND_MAX))
    .option("--as <email>", "the member who asked for it, where one did")
    .action(async (run, options) => {
      const { sendCommand } = await import("./send.ts")
      await sendCommand(run, options)
    })
  const changes = [
    ["pause", "Begin no more letters until it is resumed."],
    ["resume", "Let a paused run go on."],
    ["stop", "Stop a run for good: what waits is cancelled."],
  ] as const
  for (const [change, description] of changes)
    notices
      .command(change)
      .description(description)
      .argument("<run>", RUN)
      .option("--reason <text>", "why", ON_THE_COMMAND_LINE)
      .option("--as <email>", AS)
      .action(async (run, options) => {
        const { changeRunCommand } = await import("./change-run.ts")
        await changeRunCommand(change, run, options)
      })
}

function addAccount(notices: Command): void {
  notices
    .command("status")
    .description("How many letters are in which state, by group; how fast; of whom nobody knows.")
    .argument("<run>", RUN)
    .option("--json", "print it as JSON", false)
    .action(async (run, options) => {
      const { statusCommand } = await import("./status.ts")
      await statusCommand(run, options)
    })
  notices
    .command("unreached")
    .description("Who was not reached, why, and what was done next.")
    .argument("<run>", RUN)
    .option("--csv", "print all of them as CSV, with addresses", false)
    .option("--as <email>", AS)
    .action(async (run, options) => {
      const { unreachedCommand } = await import("./unreached.ts")
      await unreachedCommand(run, options)
    })
  notices
    .command("settle")
    .description(
      "Ask the other side about letters of which nobody knows, and take your word for those named.",
    )
    .argument("<run>", RUN)
    .option("--sent <pseudonym>", "this letter counts as sent; may be repeated", collected, [])
    .option("--not-sent <pseudonym>", "this letter was surely not sent; may be repeated", collected, [])
    .option("--reason <text>", "how you know")
    .option("--as <email>", AS)
    .action(async (run, options) => {
      const { settleCommand } = await import("./settle.ts")
      await settleCommand(run, options)
    })
}

function addExternal(notices: Command): void {
  notices
    .command("work-list")
    .description("Hand the next letters of a run to somebody else's system, as signed files.")
    .argument("<run>", RUN)
    .requiredOption("--out <folder>", "where the files go; must be empty or absent")
    .option("--hours <n>", "how long the other system has", wholeNumber(1, HAND_OUT_HOURS_MAX), 24)
    .option("--max <n>", "how many letters at most", wholeNumber(HAND_OUT_MIN, HAND_OUT_MAX))
    .option("--again <chunks>", "write the list of what was handed out before, such as 1-20")
    .option("--letters", "write each finished letter too", false)
    .option("--as <email>", AS)
    .action(async (run, options) => {
      const { workListCommand } = await import("./work-list.ts")
      await workListCommand(run, options)
    })
  notices
    .command("results")
    .description("Take what somebody else's system says became of letters.")
    .argument("<run>", RUN)
    .argument("<file>", ".csv or .ndjson with token, state, at and status")
    .option("--json", "print what was taken as JSON", false)
    .option("--as <email>", AS)
    .action(async (run, file, options) => {
      const { resultsCommand } = await import("./results.ts")
      await resultsCommand(run, file, options)
    })
}
