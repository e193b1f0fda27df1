import { openSystemContext } from "../../../lib/access/open-context.ts"
import { flipSwitch } from "../../../lib/containment/switches/flip-switch.ts"
import { getIncident } from "../../../lib/incidents/get-incident.ts"
import { incidentName } from "../../../lib/incidents/schemas.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withResources } from "../../processes/system-context.ts"
import { findMemberContext } from "../members/member-context.ts"
import { findSwitch, stateOf } from "./find-switch.ts"

export interface FlipOptions {
  reason: string
  as?: string
}

/** `tocsin switch flip`: asks for it, and says where one sees whether it took effect. */
export async function flipCommand(
  named: string,
  key: string,
  state: string,
  { reason, as: email }: FlipOptions,
): Promise<void> {
  const isOn = stateOf(state)
  await withResources(readConfig(), async (resources) => {
    const ctx = (await findMemberContext(resources, email)) ?? openSystemContext(resources)
    const incident = await getIncident(ctx, named)
    const { id: switchId, label } = await findSwitch(ctx, key)
    await flipSwitch(ctx, incident.id, { switchId, isOn, reason })
    const name = incidentName(incident.number)
    process.stdout.write(
      `${label} is asked to be ${state}; nothing is confirmed yet: scripts/tocsin switch list ${name}\n`,
    )
  })
}
