import type { ListedEndpoint } from "../../../../lib/webhooks/list-endpoints.ts"
import { EmptyState } from "../../../ui/blocks/empty-state.tsx"
import { Instant } from "../../../ui/figures/instant.tsx"
import { Mark } from "../../../ui/marks/mark.tsx"
import { type DataColumn, DataTable } from "../../../ui/table/data-table.tsx"

type Delivery = ListedEndpoint["deliveries"][number]

/** What an endpoint was told last, and what it answered. */
export function DeliveriesTable({ endpoint }: { endpoint: ListedEndpoint }) {
  return (
    <DataTable
      caption={`The last messages to ${new URL(endpoint.url).host}`}
      columns={columns}
      rows={endpoint.deliveries}
      getRowKey={({ id }) => id}
      empty={
        <EmptyState title="It has been told of nothing yet">
          A test message shows whether it is reached.
        </EmptyState>
      }
    />
  )
}

const columns: DataColumn<Delivery>[] = [
  { id: "act", header: "Act", isRowHeader: true, render: ({ act }) => <code>{act}</code> },
  { id: "state", header: "State", render: stateOf },
  { id: "answer", header: "Last answer", render: ({ lastAnswer }) => lastAnswer ?? "none yet" },
  { id: "attempts", header: "Attempts", isNumeric: true, render: ({ attempts }) => attempts },
  {
    id: "queued",
    header: "Performed (UTC)",
    render: ({ queuedAt }) => <Instant at={queuedAt} precision="second" isBare />,
  },
  {
    id: "next",
    header: "Delivered, or next attempt (UTC)",
    render: ({ state, deliveredAt, nextAt }) =>
      state === "given_up" ? "never" : <Instant at={deliveredAt ?? nextAt} precision="second" isBare />,
  },
]

function stateOf({ state }: Delivery) {
  if (state === "delivered")
    return (
      <Mark shape="tick" tone="done">
        delivered
      </Mark>
    )
  return state === "waiting" ? (
    <Mark shape="ring" tone="caution">
      waiting
    </Mark>
  ) : (
    <Mark shape="dash" tone="error">
      given up
    </Mark>
  )
}
