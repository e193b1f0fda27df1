import { figure } from "../../../../../../lib/core/figure.ts"
import type { ExplainedPerson, OwnTime } from "../../../../../../lib/exposure/reading/explain-person.ts"
import type { Side } from "../../../../../../lib/exposure/reading/schemas.ts"
import type { Room } from "../../../../../server/open-room.ts"
import { personHref } from "../../../../../shared/addresses.ts"
import { counted } from "../../../../../shared/counted.ts"
import { one } from "../../../../../shared/page-props.ts"
import { Panel } from "../../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../../ui/controls/button.tsx"
import { ExposureStory } from "./exposure-story.tsx"
import { OwnTimes } from "./own-times.tsx"
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

const ownTitles: Record<Side, string> = {
  owner: "As owner: when its footage was received",
  viewer: "As viewer: when it received footage",
}

const covered = (times: readonly OwnTime[]) => times.reduce((sum, { exposures }) => sum + exposures, 0)

/** The exposures of one side, worst first, each with its rule in words and its log lines; nothing where there are none. */
export function SideExposures({ side, room, explained }: SideExposuresProps) {
  const { exposures, times, total, nextCursor } = explained.sides[side]
  const { incident, result } = room
  const isFirstPage = (one(room.query[`${side}Cursor`]) ?? "") === ""
  const here = personHref(incident, explained.pseudonym, result.revision.number)
  const next = new URLSearchParams({ [`${side}Cursor`]: nextCursor ?? "" })
  if (total === 0) return null
  if (times)
    return (
      <Panel
        title={ownTitles[side]}
        note={`${counted(total, "exposure")}, worst first${covered(times) < total ? `; the first ${figure(covered(times))} of them` : ""}. The other side is not shown to your role.`}
        isFlush
      >
        <OwnTimes side={side} times={times} />
      </Panel>
    )
  return (
    <Panel title={titles[side]} note={`${counted(total, "exposure")}, worst first; times in UTC`} isFlush>
      <ol className={styles.exposures}>
        {exposures.map((exposure, index) => (
          <ExposureStory
            key={`${exposure.owner} ${exposure.viewer} ${exposure.deviceId} ${exposure.mediaId}`}
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
