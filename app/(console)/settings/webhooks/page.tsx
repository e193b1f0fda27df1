import type { Metadata } from "next"
import { may } from "../../../../lib/access/rules.ts"
import type { Context } from "../../../../lib/core/context.ts"
import {
  DELIVERIES_SHOWN,
  type ListedEndpoint,
  listEndpoints,
} from "../../../../lib/webhooks/list-endpoints.ts"
import { acts } from "../../../../lib/webhooks/schemas.ts"
import { requireContext } from "../../../server/session.ts"
import { Desk } from "../../../shared/desk.tsx"
import { EmptyState } from "../../../ui/blocks/empty-state.tsx"
import { KeyValue } from "../../../ui/blocks/key-value.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { Instant } from "../../../ui/figures/instant.tsx"
import { PageHeader } from "../../../ui/shell/page-header.tsx"
import { AddEndpointForm } from "./add-endpoint-form.tsx"
import { DeliveriesTable } from "./deliveries-table.tsx"
import { EndpointButtons } from "./endpoint-buttons.tsx"

export const metadata: Metadata = { title: "Webhooks" }

export default async function WebhooksPage() {
  const ctx = await requireContext("/settings/webhooks", "settings.view")
  const endpoints = await listEndpoints(ctx)
  const canAdd = may(ctx.actor, "webhook.add").allowed
  return (
    <Desk>
      <PageHeader title="Webhooks" />
      {endpoints.length === 0 ? (
        <Panel title="Endpoints">
          <EmptyState title="Nobody is told of acts">
            {canAdd
              ? "Add an endpoint below, and another program hears of each act when it is performed."
              : "An administrator adds endpoints."}
          </EmptyState>
        </Panel>
      ) : null}
      {endpoints.map((endpoint) => (
        <EndpointPanel key={endpoint.id} ctx={ctx} endpoint={endpoint} />
      ))}
      {canAdd ? <AddEndpointForm acts={acts} /> : null}
    </Desk>
  )
}

function EndpointPanel({ ctx, endpoint }: { ctx: Context; endpoint: ListedEndpoint }) {
  const { id, url, acts: told, isActive, addedAt, waiting } = endpoint
  const { host } = new URL(url)
  return (
    <Panel
      title={host}
      note={`The last ${DELIVERIES_SHOWN} messages are shown. One that does not arrive is sent again after 5 seconds, a minute, 10 minutes, an hour, 6 hours and a day.`}
    >
      <div className="stack">
        <KeyValue
          pairs={[
            { key: "Address", value: <code>{url}</code> },
            { key: "Told of", value: told.length === 0 ? "all acts" : told.join(", ") },
            { key: "State", value: isActive ? "told as acts are performed" : "paused" },
            { key: "Waiting", value: waiting },
            { key: "Added", value: <Instant at={addedAt} /> },
          ]}
        />
        {may(ctx.actor, "webhook.change").allowed ? (
          <EndpointButtons id={id} host={host} isActive={isActive} waiting={waiting} />
        ) : null}
        <DeliveriesTable endpoint={endpoint} />
      </div>
    </Panel>
  )
}
