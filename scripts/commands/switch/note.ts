import { noteFlip } from "../../../lib/containment/switches/note-flip.ts"
import { getIncident } from "../../../lib/incidents/get-incident.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withResources } from "../../processes/system-context.ts"
import { memberContext } from "../members/member-context.ts"
import { findSwitch, stateOf } from "./find-switch.ts"

export interface NoteOptions {
  at: string
  by: string
  reason: string
  as: string
}

/** `tocsin switch note`: what was done elsewhere, by a member's word. */
export async function noteCommand(
  named: string,
  key: string,
  state: string,
  { at: doneAt, by: doneBy, reason, as: email }: NoteOptions,
): Promise<void> {
  const isOn = stateOf(state)
  await withResources(readConfig(), async (resources) => {
    const ctx = await memberContext(resources, email)
    const incident = await getIncident(ctx, named)
    const { id: switchId, label } = await findSwitch(ctx, key)
    await noteFlip(ctx, incident.id, { switchId, isOn, doneAt, doneBy, reason })
    process.stdout.write(
      `It is noted that ${label} was turned ${state}; by that word alone it is not confirmed\n`,
    )
  })
}
