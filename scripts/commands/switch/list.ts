import { outcomeWords, stateWords } from "../../../lib/containment/switches/flip-words.ts"
import { listFlips, type SwitchInIncident } from "../../../lib/containment/switches/list-flips.ts"
import { getIncident } from "../../../lib/incidents/get-incident.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withSystemContext } from "../../processes/system-context.ts"
import { textTable } from "../../terminal/table.ts"

/** `tocsin switch list`: each switch as it was last evaluated, and the turn that stands. */
export async function listCommand(named: string, { json }: { json: boolean }): Promise<void> {
  await withSystemContext(readConfig(), async (ctx) => {
    const incident = await getIncident(ctx, named)
    const switches = await listFlips(ctx, incident.id)
    process.stdout.write(json ? `${JSON.stringify(switches, null, 2)}\n` : switchesWords(switches))
  })
}

/** The switches as a table. */
export function switchesWords(switches: readonly SwitchInIncident[]): string {
  if (switches.length === 0) return "No switch is known; an administrator adds them in the settings\n"
  const rows = switches.map((one) => {
    const { key, saysOn, saidAt, standing, isAskable } = one
    return [
      key,
      saysOn === null ? "not known" : saysOn ? "on" : "off",
      saidAt === null ? (isAskable ? "not yet" : "nobody can be asked") : utc(saidAt),
      standing === null ? "never" : standing.isOn ? "on" : "off",
      standing === null ? "" : stateOfFlip(standing),
      standing?.effectiveAt ? utc(standing.effectiveAt) : "",
      standing === null ? "" : outcomeWords(standing, isAskable),
    ]
  })
  const header = ["switch", "says", "said at", "turned", "state", "took effect", "what is known"]
  return `${textTable(rows, header)}\n`
}

function stateOfFlip({ state, overturnedAt }: NonNullable<SwitchInIncident["standing"]>): string {
  return state === "confirmed" && overturnedAt !== null ? "turned back" : stateWords[state]
}

function utc(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`
}
