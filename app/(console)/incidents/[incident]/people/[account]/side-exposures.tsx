import { figure } from "../../../../../../lib/core/figure.ts"
import type { ExplainedPerson } from "../../../../../../lib/exposure/reading/explain-person.ts"
import type { Side } from "../../../../../../lib/exposure/reading/schemas.ts"
import type { Room } from "../../../../../server/open-room.ts"
import { personHref } from "../../../../../shared/addresses.ts"
import { counted } from "../../../../../shared/counted.ts"
import { one } from "../../../../../shared/page-props.ts"
import { Panel } from "../../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../../ui/controls/button.tsx"
import { ExposureStory } from "./exposure-story.tsx"
import styles from "./person.module.css"

interface SideExposuresProps {
  side: Side
  room: Room
  explained: ExplainedPerson
}

const titles: Record<Side, string> = {
  owner: "As owner: who received its footage",
  viewer: "As viewer: whose footage it received",
}

/** The exposures of one side, worst first, each with its rule in words and its log lines; nothing where there are none. */
export function SideExposures({ side, room, explained }: SideExposuresProps) {
  const { exposures, total, nextCursor } = explained.sides[side]
  const { incident, result } = room
  const isFirstPage = (one(room.query[`${side}Cursor`]) ?? "") === ""
  const here = personHref(incident, explained.accountId, result.revision.number)
  const next = new URLSearchParams({ [`${side}Cursor`]: nextCursor ?? "" })
  if (total === 0) return null
  return (
    <Panel title={titles[side]} note={`${counted(total, "exposure")}, worst first; times in UTC`} isFlush>
      <ol className={styles.exposures}>
        {exposures.map((exposure, index) => (
          <ExposureStory
            key={`${exposure.ownerId} ${exposure.viewerId} ${exposure.deviceId} ${exposure.mediaId}`}
            side={side}
            room={room}
            exposure={exposure}
            isOpen={index === 0 && isFirstPage}
          />
        ))}
      </ol>
      {isFirstPage && nextCursor === null ? null : (
        <div className={styles.pages}>
          {isFirstPage ? null : <LinkButton href={here}>First exposures</LinkButton>}
          {nextCursor === null ? null : (
            <LinkButton href={`${here}&${next}`}>
              {isFirstPage ? `Next of ${figure(total)} exposures` : "Next exposures"}
            </LinkButton>
          )}
        </div>
      )}
    </Panel>
  )
}
