import type { Metadata } from "next"
import { may } from "../../../../lib/access/rules.ts"
import { type ListedSwitch, listSwitches } from "../../../../lib/containment/switches/list-switches.ts"
import type { Context } from "../../../../lib/core/context.ts"
import { requireContext } from "../../../server/session.ts"
import { Desk } from "../../../shared/desk.tsx"
import { Disclosure } from "../../../ui/blocks/disclosure.tsx"
import { EmptyState } from "../../../ui/blocks/empty-state.tsx"
import { KeyValue } from "../../../ui/blocks/key-value.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { Instant } from "../../../ui/figures/instant.tsx"
import { SwitchSays } from "../../../ui/marks/switch-marks.tsx"
import { PageHeader } from "../../../ui/shell/page-header.tsx"
import { SwitchButtons } from "./switch-buttons.tsx"
import { AddSwitchForm, ChangeSwitchForm } from "./switch-forms.tsx"

export const metadata: Metadata = { title: "Switches" }

export default async function SwitchesPage() {
  const ctx = await requireContext("/settings/switches", "settings.view")
  const switches = await listSwitches(ctx)
  const canAdd = may(ctx.actor, "switch.add").allowed
  return (
    <Desk>
      <PageHeader title="Switches" />
      {switches.length === 0 ? (
        <Panel title="Switches of your back end">
          <EmptyState title="No switch is known yet">
            {canAdd
              ? "Add one below, and security can turn it in the room of an incident, in the first minutes."
              : "An administrator adds switches."}
          </EmptyState>
        </Panel>
      ) : null}
      {switches.map((one) => (
        <SwitchPanel key={one.id} ctx={ctx} one={one} />
      ))}
      {canAdd ? <AddSwitchForm /> : null}
    </Desk>
  )
}

function SwitchPanel({ ctx, one }: { ctx: Context; one: ListedSwitch }) {
  const { id, key, label, meaning, url, evaluationUrl, addedAt, underWay } = one
  return (
    <Panel title={label} note={meaning}>
      <div className="stack">
        <KeyValue
          pairs={[
            { key: "Name at the back end", value: <code>{key}</code> },
            {
              key: "Requests go to",
              value: url === null ? "nobody: it is turned elsewhere" : <code>{url}</code>,
            },
            {
              key: "Asked what it is",
              value:
                evaluationUrl === null ? "nobody: nothing can be confirmed" : <code>{evaluationUrl}</code>,
            },
            { key: "As last evaluated", value: <SwitchSays {...one} isAskable={evaluationUrl !== null} /> },
            { key: "Added", value: <Instant at={addedAt} /> },
          ]}
        />
        {may(ctx.actor, "switch.change").allowed ? (
          <>
            <SwitchButtons id={id} label={label} isAskable={evaluationUrl !== null} underWay={underWay} />
            <Disclosure summary={`Change ${label}`}>
              <ChangeSwitchForm id={id} known={{ label, meaning, url, evaluationUrl }} />
            </Disclosure>
          </>
        ) : null}
      </div>
    </Panel>
  )
}
