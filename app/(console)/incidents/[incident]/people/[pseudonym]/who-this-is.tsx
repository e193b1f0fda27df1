import { may } from "../../../../../../lib/access/rules.ts"
import type { ExplainedPerson } from "../../../../../../lib/exposure/reading/explain-person.ts"
import type { Room } from "../../../../../server/open-room.ts"
import { Panel } from "../../../../../ui/blocks/panel.tsx"
import { Instant } from "../../../../../ui/figures/instant.tsx"
import { AccountFacts } from "./account-facts.tsx"
import { RevealPerson } from "./reveal-person.tsx"

interface WhoThisIsProps {
  room: Room
  explained: ExplainedPerson
}

/** Who the person is, where it is revealed to whoever looks, and until when; else what revealing takes. */
export function WhoThisIs({ room, explained: { pseudonym, identity } }: WhoThisIsProps) {
  const { ctx, incident, result } = room
  const decision = may(ctx.actor, "person.reveal")
  if (identity)
    return (
      <Panel title="Who this is" note="As the accounts table of this revision has it">
        <div className="stack">
          <AccountFacts accountId={identity.accountId} account={identity.account} />
          <p className="soft">
            Revealed to you until <Instant at={identity.until} />. Others see the pseudonym.
          </p>
        </div>
      </Panel>
    )
  return (
    <Panel title="Who this is">
      <div className="stack">
        <p>
          Name and address are not shown. Whoever has to know reveals them with a reason, and the trail keeps
          it.
        </p>
        <div>
          <RevealPerson
            incident={incident.number}
            revision={result.revision.number}
            pseudonym={pseudonym}
            disabledReason={decision.allowed ? null : decision.reason}
          />
        </div>
      </div>
    </Panel>
  )
}
