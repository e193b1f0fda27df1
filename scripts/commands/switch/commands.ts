import type { Command } from "commander"

const INCIDENT = "such as INC-7"
const KEY = "the name by which its back end knows it, such as events-tab"

/** `tocsin switch …`: each command is loaded when it is called. */
export function addSwitchCommands(program: Command): void {
  const switches = program.command("switch").description("Feature switches of your back end, in an incident.")
  switches
    .command("list")
    .description("What each switch says that it is, and what was done with it in an incident.")
    .argument("<incident>", INCIDENT)
    .option("--json", "print it as JSON", false)
    .action(async (incident, options) => {
      const { listCommand } = await import("./list.ts")
      await listCommand(incident, options)
    })
  switches
    .command("flip")
    .description("Have a switch turned, at once; a worker sends it and asks whether it took effect.")
    .argument("<incident>", INCIDENT)
    .argument("<key>", KEY)
    .argument("<state>", "on or off")
    .requiredOption("--reason <text>", "why; it stands in the trail")
    .option("--as <email>", "act as this member of security")
    .action(async (incident, key, state, options) => {
      const { flipCommand } = await import("./flip.ts")
      await flipCommand(incident, key, state, options)
    })
  switches
    .command("note")
    .description("Note that a switch was turned elsewhere.")
    .argument("<incident>", INCIDENT)
    .argument("<key>", KEY)
    .argument("<state>", "on or off")
    .requiredOption("--at <instant>", "when, such as 2024-02-16T14:30:00Z")
    .requiredOption("--by <who>", "who did it")
    .requiredOption("--reason <text>", "what was done, and how you know")
    .requiredOption("--as <email>", "the member whose word it is")
    .action(async (incident, key, state, options) => {
      const { noteCommand } = await import("./note.ts")
      await noteCommand(incident, key, state, options)
    })
}
