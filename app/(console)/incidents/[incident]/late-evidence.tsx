import { may } from "../../../../lib/access/rules.ts"
import type { Drill } from "../../../../lib/evidence/sets/add-evidence.ts"
import { findEvidence } from "../../../../lib/evidence/sets/get-evidence.ts"
import { isEvidenceAwaited } from "../../../../lib/exposure/revisions/request-late-revision.ts"
import { type ScenarioName, scenarios } from "../../../../lib/replay/scenarios.ts"
import type { Room } from "../../../server/open-room.ts"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { SubmitButton } from "../../../ui/controls/submit-button.tsx"
import { letLateEvidenceArriveAction } from "./late-evidence-action.ts"

/** On a drill whose evidence comes in two parts: what is still on its way, and the button that lets it arrive. */
export async function LateEvidence({ room: { ctx, incident } }: { room: Room }) {
  if (!(await isEvidenceAwaited(ctx, incident.id))) return null
  const set = await findEvidence(ctx, incident.id)
  if (!set) return null
  const { scenario } = set.drill as unknown as Drill
  const decision = may(ctx.actor, "revision.request")
  return (
    <Notice
      tone="info"
      title="A drill: more evidence is on its way"
      actions={
        <form action={letLateEvidenceArriveAction.bind(null, incident.number)}>
          <SubmitButton
            kind="plain"
            busyLabel="Asking for a revision …"
            disabledReason={decision.allowed ? null : decision.reason}
          >
            Let the late evidence arrive
          </SubmitButton>
        </form>
      }
    >
      {scenarios[scenario as ScenarioName]?.late} A new revision takes it in, and letters that were sent by
      then may need correcting. The figures that were published are those of the first revision, without it.
    </Notice>
  )
}
