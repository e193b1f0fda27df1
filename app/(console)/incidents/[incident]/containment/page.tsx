import { openContainment, viewContainment } from "../../../../server/open-containment.ts"
import { containmentHref } from "../../../../shared/addresses.ts"
import type { PageProps } from "../../../../shared/page-props.ts"
import { titled } from "../../../../shared/titled.ts"
import { PageHeader } from "../../../../ui/shell/page-header.tsx"
import { KeepFresh } from "./keep-fresh.tsx"
import { LogoutsPanel } from "./logouts-panel.tsx"
import { ProofPanel } from "./proof.tsx"
import { SwitchesPanel } from "./switches-panel.tsx"

export const generateMetadata = titled("Containment")

/** In the order in which it is done: the switch at once, then the logout, then the proof that it holds. */
export default async function ContainmentPage({ params }: PageProps<{ incident: string }>) {
  const room = await openContainment(params)
  const { ctx, incident } = room
  const { version } = await viewContainment(ctx, incident.id)
  return (
    <>
      <PageHeader title="Containment" />
      <KeepFresh progressHref={`/api${containmentHref(incident, "progress")}`} version={version} />
      <SwitchesPanel room={room} />
      <LogoutsPanel room={room} />
      <ProofPanel room={room} />
    </>
  )
}
