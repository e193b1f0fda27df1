import { may } from "../../../../../lib/access/rules.ts"
import { findLastFlip } from "../../../../../lib/containment/proof/find-last-flip.ts"
import { findWatch, type WatchInIncident } from "../../../../../lib/containment/proof/latest-reading.ts"
import { listReadings } from "../../../../../lib/containment/proof/list-readings.ts"
import { namesOf } from "../../../../../lib/exposure/revisions/list-revisions.ts"
import type { ContainmentRoom } from "../../../../server/open-containment.ts"
import { counted } from "../../../../shared/counted.ts"
import { DataText } from "../../../../shared/data-text.tsx"
import { reasonOf } from "../../../../shared/reason-of.ts"
import { Disclosure } from "../../../../ui/blocks/disclosure.tsx"
import { KeyValue } from "../../../../ui/blocks/key-value.tsx"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { Instant } from "../../../../ui/figures/instant.tsx"
import { instantWords } from "../../../../ui/figures/instant-words.ts"
import { VerdictMark } from "../../../../ui/marks/verdict-mark.tsx"
import styles from "./proof.module.css"
import { StartWatchForm, StopWatchDialog } from "./proof-forms.tsx"
import { ProofReading } from "./proof-reading.tsx"
import { ReadingsTable } from "./readings-table.tsx"

/** Whether the action works: the log that goes on, read again every few minutes, and what it comes to. */
export async function ProofPanel({ room }: { room: ContainmentRoom }) {
  const { ctx, incident } = room
  const watch = await findWatch(ctx, incident.id)
  const goesOn = watch !== null && watch.stoppedAt === null
  return (
    <Panel
      title="Proof"
      note="Misbound events of the relations in scope, in the log after the action, by the rules of every revision."
      actions={
        goesOn ? (
          <StopWatchDialog
            watchId={watch.id}
            readings={counted(watch.readings, "reading")}
            disabledReason={reasonOf(may(ctx.actor, "watch.stop"))}
          />
        ) : null
      }
    >
      <div className="stack">
        {watch === null ? (
          <p>
            A switch that says off proves nothing yet. Name the folder in which the log goes on, and it is
            read every few minutes until the curve stands at zero.
          </p>
        ) : (
          <Watched room={room} watch={watch} />
        )}
        {goesOn ? null : <Start room={room} isAgain={watch !== null} />}
      </div>
    </Panel>
  )
}

async function Start({ room: { ctx, incident }, isAgain }: { room: ContainmentRoom; isAgain: boolean }) {
  const flip = await findLastFlip(ctx.db, incident.id)
  const form = (
    <StartWatchForm
      incident={incident.number}
      lastFlip={
        flip
          ? `${instantWords(flip.effectiveAt, "second")} UTC, when ${flip.label} was ${flip.isOn ? "on" : "off"}`
          : null
      }
      folders={ctx.config.evidenceFolders}
      disabledReason={reasonOf(may(ctx.actor, "watch.start"))}
    />
  )
  return isAgain ? <Disclosure summary="Watch a log again">{form}</Disclosure> : form
}

async function Watched({ room: { ctx }, watch }: { room: ContainmentRoom; watch: WatchInIncident }) {
  const { latest, stoppedAt, stoppedBy } = watch
  const [{ readings }, names] = await Promise.all([
    listReadings(ctx, watch.id),
    namesOf(ctx, [watch.startedBy, ...(stoppedBy === null ? [] : [stoppedBy])]),
  ])
  const nameOf = (id: string) => names.get(id) ?? "somebody who has left"
  return (
    <>
      {stoppedAt ? (
        <Notice tone="caution" title="Nobody watches this log any more">
          {stoppedBy === null ? "It" : nameOf(stoppedBy)} stopped <Instant at={stoppedAt} />. What follows is
          what the last reading found.
        </Notice>
      ) : null}
      {latest === null ? (
        <p>
          {stoppedAt
            ? "It was never read."
            : "The first reading is under way; the ordinary day is read once, too."}
        </p>
      ) : (
        <div className={styles.verdict}>
          <VerdictMark verdict={latest.verdict} />
          <p className={styles.sentence}>
            <DataText>{latest.found.sentence}</DataText>
          </p>
        </div>
      )}
      {latest === null ? null : <ProofReading found={latest.found} since={watch.since} />}
      <KeyValue
        pairs={[
          { key: "Folder", value: <DataText>{watch.folder}</DataText> },
          { key: "Since", value: <Instant at={watch.since} precision="second" /> },
          {
            key: "Read by",
            value: `the tables and mappings of revision ${watch.revision}: who was invited or removed since then is not known to it`,
          },
          {
            key: "Started",
            value: (
              <>
                {nameOf(watch.startedBy)}, <Instant at={watch.startedAt} />
              </>
            ),
          },
          ...(stoppedAt ? [] : [{ key: "Next reading", value: <Next watch={watch} /> }]),
        ]}
      />
      {readings.length === 0 ? null : (
        <Disclosure summary={`Readings so far (${watch.readings})`}>
          <ReadingsTable readings={readings} total={watch.readings} />
        </Disclosure>
      )}
      <Disclosure summary="The incident file by which it is read">
        <pre className={styles.file}>{watch.incidentFile}</pre>
      </Disclosure>
    </>
  )
}

function Next({ watch: { isBeingRead, nextAt, everyS } }: { watch: WatchInIncident }) {
  if (isBeingRead) return "under way"
  return (
    <>
      <Instant at={nextAt} precision="second" />, then every {counted(Math.round(everyS / 60), "minute")}
    </>
  )
}
