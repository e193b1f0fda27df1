import type { Summary } from "../../../../../lib/exposure/summary.ts"
import { definitions } from "../../../../shared/result/definitions.ts"
import { hasBounds } from "../../../../shared/result/words.ts"
import { KeyValue } from "../../../../ui/blocks/key-value.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"

/** What the words and units of the report mean. */
export function Definitions({ summary }: { summary: Summary }) {
  return (
    <Panel title="Definitions">
      <KeyValue
        pairs={[
          { key: "Misbound event", value: definitions.event },
          { key: "Exposure", value: definitions.exposure },
          { key: "In scope", value: definitions.inScope },
          { key: "Owners", value: definitions.owners },
          { key: "Viewers", value: definitions.viewers },
          { key: "On either side", value: definitions.either },
          { key: "Grades", value: definitions.grades },
          ...(hasBounds(summary)
            ? [
                { key: "At most", value: definitions.upper },
                { key: "Undetermined", value: definitions.undetermined },
              ]
            : []),
          { key: "Without any grade", value: definitions.without },
          { key: "No e-mail address", value: definitions.unreachable },
        ]}
      />
    </Panel>
  )
}
