import type { Command } from "commander"

/** `tocsin authority …`: each command is loaded when it is called. */
export function addAuthorityCommands(program: Command): void {
  const authority = program.command("authority").description("Who can end sessions.")
  authority
    .command("list")
    .description("The authorities of this console, with what each cannot end.")
    .option("--json", "print them as JSON", false)
    .action(async (options) => {
      const { listAuthoritiesCommand } = await import("./list.ts")
      await listAuthoritiesCommand(options)
    })
  authority
    .command("check")
    .description(
      "Hold a live authority against what is relied upon, on canary accounts alone; status 1 when a step fails.",
    )
    .argument(
      "<authority>",
      "the address of your back end, as the reference receiver has it, or the name of one here",
    )
    .option("--settings <file>", "YAML or JSON with its settings, where they are others (docs/back-end.md)")
    .option("--secret <file>", "a file with the secret of requests; else AUTHORITY_SECRET")
    .option("--signing-secret <file>", "a file with the secret of messages; else AUTHORITY_SIGNING_SECRET")
    .option("--json", "print the steps as JSON", false)
    .action(async (named, options) => {
      const { checkAuthorityCommand } = await import("./check.ts")
      await checkAuthorityCommand(named, options)
    })
}
