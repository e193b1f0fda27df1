import { Command, CommanderError } from "commander"
import { roles } from "../lib/core/permissions.ts"
import { addAuthorityCommands } from "./commands/authority/commands.ts"
import { addLogoutCommands } from "./commands/logout/commands.ts"
import { addNoticesCommands } from "./commands/notices/commands.ts"
import { addSwitchCommands } from "./commands/switch/commands.ts"
import { EXIT, exitWith } from "./terminal/exit.ts"
import { version } from "./version.ts"

/** The command line. Each command is loaded when it is called, so that none waits for another's libraries. */
const program = new Command("tocsin")
  .description("Who saw whose: from an access log to groups of people, letters, logout and proof.")
  .version(version)
  .exitOverride()

program
  .command("classify")
  .description("Work out who saw whose from an incident file, and write the result into a folder.")
  .argument("<incident-file>", "YAML or JSON file that describes the evidence of an incident")
  .requiredOption("--out <folder>", "where the result goes; must be empty or absent")
  .option("--confirm-gaps", "take the gaps that are found in the log for gaps", false)
  .option("--force", "replace a result that is in the folder already", false)
  .option("--json", "print the summary as JSON on standard output", false)
  .option("--engine <name>", "the engine that reads the evidence", "duckdb")
  .action(async (incidentFile, options) => {
    const { classifyCommand } = await import("./commands/classify.ts")
    await classifyCommand(incidentFile, options)
  })

program
  .command("preview")
  .description("Show how a mapping reads the first records of each source.")
  .argument("<incident-file>", "YAML or JSON file that describes the evidence of an incident")
  .option("--json", "print the preview as JSON on standard output", false)
  .action(async (incidentFile, options) => {
    const { previewCommand } = await import("./commands/preview.ts")
    await previewCommand(incidentFile, options)
  })

program
  .command("replay")
  .description("Write a real incident as data with a planted truth.")
  .argument("<scenario>", "friday, web-viewer, revised-down, second-hand, lying-log, session-swap or no-log")
  .requiredOption("--out <folder>", "where the data goes; must be empty or absent")
  .option("--seed <n>", "another seed gives other data with the same figures", "1")
  .option("--scale <f>", "how many ordinary log rows: a share of the full log")
  .action(async (scenario, options) => {
    const { replayCommand } = await import("./commands/replay.ts")
    await replayCommand(scenario, options)
  })

program
  .command("import")
  .description(
    "File an incident in the console, or a new revision of one, and print its id; a worker runs it.",
  )
  .argument("<incident-file>", "YAML or JSON file that describes the evidence of an incident")
  .option("--incident <id>", "file it as a new revision of this incident, such as INC-7")
  .option("--confirm-gaps", "take the gaps that are found in the log for gaps", false)
  .option("--json", "print the ids as JSON", false)
  .action(async (incidentFile, options) => {
    const { importCommand } = await import("./commands/import.ts")
    await importCommand(incidentFile, options)
  })

program
  .command("invite")
  .description("Print a one-time link by which somebody becomes a member, or a member sets a new password.")
  .argument("<email>", "the address that they sign in with")
  .requiredOption("--name <name>", "what colleagues call them")
  .requiredOption("--role <role>", roles.join(", "))
  .action(async (email, options) => {
    const { inviteCommand } = await import("./commands/invite.ts")
    await inviteCommand(email, options)
  })

const trail = program.command("trail").description("The chain of all that was done here.")

trail
  .command("verify")
  .description(
    "Read the whole trail and name the first broken entry of each chain; status 1 if there is one.",
  )
  .option("--anchor <file...>", "a file with anchors that was kept outside, or a mail with one", [])
  .option("--json", "print the report as JSON", false)
  .action(async (options) => {
    const { verifyTrailCommand } = await import("./commands/trail.ts")
    await verifyTrailCommand(options)
  })

trail
  .command("anchor")
  .description("Give the ends of all chains to whom TOCSIN_TRAIL_ANCHOR names, now.")
  .action(async () => {
    const { anchorTrailCommand } = await import("./commands/trail.ts")
    await anchorTrailCommand()
  })

program
  .command("doctor")
  .description("Look at all that Tocsin needs: ok, not configured, or failed and why.")
  .option("--json", "print the findings as JSON", false)
  .action(async (options) => {
    const { doctorCommand } = await import("./commands/doctor.ts")
    await doctorCommand(options)
  })

program
  .command("backup")
  .description("Write all that is kept into one file, while the console goes on.")
  .requiredOption("--out <file>", "where the backup goes; must be absent, and outside the data folder")
  .option("--json", "print what it holds as JSON", false)
  .action(async (options) => {
    const { backupCommand } = await import("./commands/backup.ts")
    await backupCommand(options)
  })

program
  .command("restore")
  .description("Check a backup and put all that it holds into an empty data folder and database.")
  .argument("<file>", "what `backup` has written")
  .option("--into <folder>", "the data folder, in place of TOCSIN_DATA; must be empty or absent")
  .option("--json", "print what was restored as JSON", false)
  .action(async (file, options) => {
    const { restoreCommand } = await import("./commands/restore.ts")
    await restoreCommand(file, options)
  })

addNoticesCommands(program)
addLogoutCommands(program)
addSwitchCommands(program)
addAuthorityCommands(program)

program
  .command("worker")
  .description("Run one more worker until it is told to stop, beside any number of others.")
  .action(async () => {
    const { workerCommand } = await import("./commands/worker.ts")
    await workerCommand()
  })

// A reader such as `head` may close the pipe before all is told; that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0)
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.wrongInput
  else exitWith(error)
}
