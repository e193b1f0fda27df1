import type { Decision } from "../../../../../lib/access/rules.ts"
import type { Drill } from "../../../../../lib/evidence/sets/add-evidence.ts"
import type { EvidenceSet } from "../../../../../lib/evidence/sets/get-evidence.ts"
import { type ScenarioName, scenarios } from "../../../../../lib/replay/scenarios.ts"
import { KeyValue } from "../../../../ui/blocks/key-value.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { SubmitButton } from "../../../../ui/controls/submit-button.tsx"
import { runDrillAction } from "./actions.ts"

interface DrillPanelProps {
  set: EvidenceSet
  mayRun: Decision
  hasRevision: boolean
}

/** The evidence of a drill: what it replays, what of it was published and what is invented. */
export function DrillPanel({ set, mayRun, hasRevision }: DrillPanelProps) {
  const { scenario, seed, scale } = set.drill as unknown as Drill
  const told = scenarios[scenario as ScenarioName]
  return (
    <Panel title="A drill" note="A replayed incident: its evidence is generated, and its truth is known.">
      <div className="stack">
        <KeyValue
          pairs={[
            { key: "Scenario", value: told ? `${scenario}: ${told.title}` : scenario },
            { key: "Published", value: told?.published ?? "–" },
            { key: "Invented", value: told?.invented ?? "–" },
            { key: "Seed and scale", value: `${seed}, ${scale ?? "as the scenario has it"}` },
          ]}
        />
        <form action={runDrillAction.bind(null, set.id)}>
          <SubmitButton
            kind={hasRevision ? "plain" : "primary"}
            busyLabel="Asking for a revision …"
            disabledReason={mayRun.allowed ? null : mayRun.reason}
          >
            {hasRevision ? "Run it again as a new revision" : "Run the drill"}
          </SubmitButton>
        </form>
      </div>
    </Panel>
  )
}
