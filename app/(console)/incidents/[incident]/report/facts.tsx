import { printable } from "../../../../../lib/core/printable.ts"
import type { Room } from "../../../../server/open-room.ts"
import { KeyValue } from "../../../../ui/blocks/key-value.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { Instant } from "../../../../ui/figures/instant.tsx"

interface FactsProps {
  room: Room
  declaredBy: string
}

/** What the report is about, and by what it can be told from another. */
export function Facts({ room: { ctx, incident, result }, declaredBy }: FactsProps) {
  const { summary, revision } = result
  return (
    <Panel title="The incident">
      <KeyValue
        pairs={[
          { key: "Aware at", value: <Instant at={incident.awareAt} /> },
          {
            key: "Declared",
            value: (
              <>
                by {declaredBy}, <Instant at={incident.declaredAt} />
              </>
            ),
          },
          ...(incident.firstReport === null
            ? []
            : [{ key: "First report", value: printable(incident.firstReport) }]),
          {
            key: "Window",
            value: (
              <>
                from <Instant at={summary.window.from} /> to <Instant at={summary.window.to} />, the end not
                included
              </>
            ),
          },
          {
            key: "Revision",
            value: (
              <>
                {revision.number}, finished <Instant at={revision.completedAt} />
              </>
            ),
          },
          { key: "Made with", value: `${summary.product.name} ${summary.product.version}` },
          {
            key: "This report",
            value: (
              <>
                as of <Instant at={ctx.now()} />, opened by {ctx.actor.name}
              </>
            ),
          },
        ]}
      />
    </Panel>
  )
}
