import type { Metadata } from "next"
import { type ListedKey, listApiKeys } from "../../../../lib/access/keys/list-api-keys.ts"
import { KEY_DAYS, KEY_DAYS_MAX } from "../../../../lib/access/keys/make-api-key.ts"
import { keyRoles, scopesOf } from "../../../../lib/access/keys/rules.ts"
import { may } from "../../../../lib/access/rules.ts"
import { type Scope, scopes } from "../../../../lib/core/permissions.ts"
import { namesOf } from "../../../../lib/exposure/revisions/list-revisions.ts"
import { requireContext } from "../../../server/session.ts"
import { Desk } from "../../../shared/desk.tsx"
import { EmptyState } from "../../../ui/blocks/empty-state.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { Instant } from "../../../ui/figures/instant.tsx"
import { Mark } from "../../../ui/marks/mark.tsx"
import { PageHeader } from "../../../ui/shell/page-header.tsx"
import { type DataColumn, DataTable } from "../../../ui/table/data-table.tsx"
import { MakeKey } from "./make-key.tsx"
import { RevokeKey } from "./revoke-key.tsx"

export const metadata: Metadata = { title: "API keys" }

const scopeTexts: Record<Scope, string> = {
  "incidents:read": "Incidents, revisions, runs and figures. Nobody is named in them.",
  "incidents:write": "Declare incidents, ask for revisions, stop runs and try them again, as the role may.",
  "people:read": "People and exposures, by pseudonym alone.",
}

export default async function KeysPage() {
  const ctx = await requireContext("/settings/keys", "settings.view")
  const keys = await listApiKeys(ctx)
  const names = await namesOf(
    ctx,
    keys.map(({ madeBy }) => madeBy),
  )
  const canMake = may(ctx.actor, "api_key.make").allowed
  return (
    <Desk>
      <PageHeader title="API keys" />
      <Panel title="Keys" note="By which programs use /api/v1. Latest first." isFlush>
        <DataTable
          caption="All keys"
          isCaptionHidden
          columns={columnsFor(names, may(ctx.actor, "api_key.revoke").allowed)}
          rows={keys}
          getRowKey={({ id }) => id}
          empty={
            <EmptyState title="No key has been made">
              {canMake
                ? "Make one below for each program, so that one can be revoked without the others."
                : "An administrator makes them."}
            </EmptyState>
          }
        />
      </Panel>
      {canMake ? (
        <MakeKey
          roles={keyRoles.map((role) => ({
            value: role,
            label: role,
            text: `Can be good for ${scopesOf(role).join(", ")}`,
          }))}
          scopes={scopes.map((scope) => ({ value: scope, label: scope, text: scopeTexts[scope] }))}
          days={{ usual: KEY_DAYS, most: KEY_DAYS_MAX }}
        />
      ) : null}
    </Desk>
  )
}

function columnsFor(names: Map<string, string>, canRevoke: boolean): DataColumn<ListedKey>[] {
  return [
    { id: "name", header: "Name", isRowHeader: true, render: ({ name }) => name },
    { id: "state", header: "State", render: stateOf },
    { id: "prefix", header: "Begins with", render: ({ prefix }) => <code>{prefix}</code> },
    { id: "role", header: "Role", render: ({ role }) => role },
    { id: "scopes", header: "Good for", render: ({ scopes: held }) => held.join(", ") },
    { id: "made", header: "Made by", render: ({ madeBy }) => names.get(madeBy) ?? "somebody who has left" },
    { id: "expires", header: "Ends (UTC)", render: ({ expiresAt }) => <Instant at={expiresAt} isBare /> },
    {
      id: "used",
      header: "Last used (UTC)",
      render: ({ lastUsedAt }) => (lastUsedAt ? <Instant at={lastUsedAt} isBare /> : "never"),
    },
    ...(canRevoke ? [{ id: "revoke", header: "Revoke", render: revocationOf }] : []),
  ]
}

function stateOf({ isGood, revokedAt }: ListedKey) {
  if (isGood)
    return (
      <Mark shape="tick" tone="done">
        good
      </Mark>
    )
  return (
    <Mark shape="dash" tone="quiet">
      {revokedAt ? "revoked" : "expired"}
    </Mark>
  )
}

function revocationOf({ id, name, isGood, lastUsedAt }: ListedKey) {
  if (!isGood) return null
  const lastUsed = lastUsedAt
    ? `It was last used at ${lastUsedAt.toISOString().slice(0, 16).replace("T", " ")} UTC.`
    : "It was never used."
  return <RevokeKey id={id} name={name} lastUsed={lastUsed} />
}
