import type { Metadata } from "next"
import { Suspense } from "react"
import { may } from "../../../../lib/access/rules.ts"
import { capabilityWords } from "../../../../lib/containment/authorities/capability-words.ts"
import {
  type ListedAuthority,
  listAuthorities,
} from "../../../../lib/containment/authorities/list-authorities.ts"
import { readCapabilities } from "../../../../lib/containment/authorities/read-capabilities.ts"
import type { Context } from "../../../../lib/core/context.ts"
import { resources } from "../../../server/resources.ts"
import { requireContext } from "../../../server/session.ts"
import { Desk } from "../../../shared/desk.tsx"
import { Disclosure } from "../../../ui/blocks/disclosure.tsx"
import { EmptyState } from "../../../ui/blocks/empty-state.tsx"
import { KeyValue } from "../../../ui/blocks/key-value.tsx"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { Instant } from "../../../ui/figures/instant.tsx"
import { PageHeader } from "../../../ui/shell/page-header.tsx"
import { AuthorityButtons } from "./authority-buttons.tsx"
import { AddAuthorityForm, ChangeAuthorityForm } from "./authority-forms.tsx"
import { kindOptions } from "./field-words.ts"

export const metadata: Metadata = { title: "Authorities" }

export default async function AuthoritiesPage() {
  const ctx = await requireContext("/settings/authorities", "settings.view")
  const authorities = await listAuthorities(ctx)
  const canAdd = may(ctx.actor, "authority.add").allowed
  return (
    <Desk>
      <PageHeader title="Authorities" />
      {authorities.length === 0 ? (
        <Panel title="Who can end sessions">
          <EmptyState title="No authority is known yet">
            {canAdd
              ? "Add one below, and security can plan a logout in the room of an incident."
              : "An administrator adds authorities."}
          </EmptyState>
        </Panel>
      ) : null}
      {authorities.map((one) => (
        <AuthorityPanel key={one.id} ctx={ctx} one={one} />
      ))}
      {canAdd ? <AddAuthorityForm /> : null}
    </Desk>
  )
}

function AuthorityPanel({ ctx, one }: { ctx: Context; one: ListedAuthority }) {
  const { id, kind, name, hosts, settings, addedAt } = one
  return (
    <Panel title={name}>
      <div className="stack">
        <KeyValue
          pairs={[
            { key: "What it is", value: kindOptions.find(({ value }) => value === kind)?.label },
            {
              key: "Requests go to",
              value: hosts.length === 0 ? "nobody: it is handed a list" : <code>{hosts.join(", ")}</code>,
            },
            {
              key: "What a logout does",
              value: (
                <Suspense fallback="It is being asked …">
                  <Capabilities ctx={ctx} id={id} />
                </Suspense>
              ),
            },
            { key: "Added", value: <Instant at={addedAt} /> },
          ]}
        />
        {may(ctx.actor, "authority.change").allowed && settings ? (
          <>
            <AuthorityButtons id={id} name={name} />
            <Disclosure summary={`Change ${name}`}>
              <ChangeAuthorityForm id={id} kind={kind} name={name} settings={settings} />
            </Disclosure>
          </>
        ) : null}
      </div>
    </Panel>
  )
}

/** By its own word now; what it cannot end stands among it. */
async function Capabilities({ ctx, id }: { ctx: Context; id: string }) {
  const { capabilities, trouble } = await readCapabilities(ctx, id, resources().openAuthority)
  if (capabilities === null)
    return (
      <Notice tone="caution" title="It cannot be asked">
        {trouble}
      </Notice>
    )
  return (
    <ul>
      {capabilityWords(capabilities).map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  )
}
