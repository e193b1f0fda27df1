import { may } from "../../../../../lib/access/rules.ts"
import { outcomeWords } from "../../../../../lib/containment/switches/flip-words.ts"
import { listFlips, type SwitchInIncident } from "../../../../../lib/containment/switches/list-flips.ts"
import { namesOf } from "../../../../../lib/exposure/revisions/list-revisions.ts"
import { incidentName } from "../../../../../lib/incidents/schemas.ts"
import type { ContainmentRoom } from "../../../../server/open-containment.ts"
import { DataText } from "../../../../shared/data-text.tsx"
import { reasonOf } from "../../../../shared/reason-of.ts"
import { Disclosure } from "../../../../ui/blocks/disclosure.tsx"
import { EmptyState } from "../../../../ui/blocks/empty-state.tsx"
import { KeyValue } from "../../../../ui/blocks/key-value.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { Instant } from "../../../../ui/figures/instant.tsx"
import { FlipStateMark, SwitchSays } from "../../../../ui/marks/switch-marks.tsx"
import styles from "./containment.module.css"
import { FlipsTable } from "./flips-table.tsx"
import { FlipDialog, NoteFlipForm } from "./switch-forms.tsx"

/** The switches of the back end: what each says that it is, and what was done with it in this incident. */
export async function SwitchesPanel({ room }: { room: ContainmentRoom }) {
  const { ctx, incident } = room
  const switches = await listFlips(ctx, incident.id)
  const names = await namesOf(
    ctx,
    switches
      .flatMap(({ flips, standing }) => [...flips, ...(standing ? [standing] : [])])
      .map((one) => one.requestedBy),
  )
  return (
    <Panel
      title="Switches"
      note="A switch counts as turned when it says so itself. That a request was taken proves nothing."
    >
      {switches.length === 0 ? (
        <EmptyState title="No switch is known">
          An administrator adds the switches of your back end in the settings; security turns them here.
        </EmptyState>
      ) : (
        <ul className={styles.switches}>
          {switches.map((one) => (
            <li key={one.id} className={styles.switch}>
              <OneSwitch room={room} one={one} names={names} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

interface OneSwitchProps {
  room: ContainmentRoom
  one: SwitchInIncident
  names: ReadonlyMap<string, string>
}

function OneSwitch({ room: { ctx, incident }, one, names }: OneSwitchProps) {
  const { id, label, meaning, flips, standing, isRemoved, isAskable } = one
  const place = { incident: incident.number, switchId: id }
  return (
    <section className="stack" aria-labelledby={`switch-${id}`}>
      <div>
        <h3 id={`switch-${id}`}>{label}</h3>
        <p className="soft">While it is on: {meaning}</p>
      </div>
      <KeyValue
        pairs={[
          {
            key: "As last evaluated",
            value: isRemoved ? "removed: nobody asks it any more" : <SwitchSays {...one} />,
          },
          {
            key: "Last turned",
            value: standing ? (
              <Standing one={one} incidentId={incident.id} names={names} />
            ) : (
              "never from here"
            ),
          },
        ]}
      />
      {isRemoved ? null : (
        <>
          <FlipButtons room={{ ctx, incident }} one={one} />
          <Disclosure summary={`Done elsewhere: note a turn of ${label}`}>
            <NoteFlipForm
              {...{ place, label, isAskable }}
              disabledReason={reasonOf(may(ctx.actor, "switch.note"))}
            />
          </Disclosure>
        </>
      )}
      {flips.length === 0 ? null : (
        <Disclosure summary={`What was done with ${label} in this incident (${flips.length})`}>
          <FlipsTable label={label} flips={flips} isAskable={isAskable && !isRemoved} names={names} />
        </Disclosure>
      )}
    </section>
  )
}

function FlipButtons({ room: { ctx, incident }, one }: { room: ContainmentRoom; one: SwitchInIncident }) {
  const { id, label, meaning, host, isAskable, standing } = one
  if (host === null)
    return <p className="soft">It has no address for requests: turn it where it lives, and note that here.</p>
  const directions = directionsOf(one)
  return (
    <div className="row">
      {directions.map((isOn) => (
        <FlipDialog
          key={String(isOn)}
          place={{ incident: incident.number, switchId: id }}
          isPrimary={standing === null && directions.length === 1}
          disabledReason={reasonOf(may(ctx.actor, "switch.flip"))}
          {...{ label, meaning, isOn, isAskable, host }}
        />
      ))}
    </div>
  )
}

interface StandingProps {
  one: SwitchInIncident
  incidentId: string
  names: ReadonlyMap<string, string>
}

function Standing({ one: { standing, isAskable }, incidentId, names }: StandingProps) {
  if (standing === null) return null
  const { isOn, state, overturnedAt, requestedAt, requestedBy, doneBy, effectiveAt, lastAnswer } = standing
  const who = names.get(requestedBy) ?? "somebody who has left"
  const isConfirmed = state === "confirmed"
  return (
    <div className={styles.standing}>
      <span className={styles.state}>
        <b>{isOn ? "On" : "Off"}</b>
        <FlipStateMark state={state} isOverturned={overturnedAt !== null} />
      </span>
      <span>
        {outcomeWords(standing, isAskable)}
        {overturnedAt ? (
          <>
            {" "}
            since <Instant at={overturnedAt} precision="second" />
          </>
        ) : null}
        .
        {effectiveAt ? (
          <>
            {doneBy === null ? " It took effect " : " It was done, by that word, "}
            <Instant at={effectiveAt} precision="second" />.
          </>
        ) : null}
      </span>
      {isConfirmed || lastAnswer === null ? null : <span>{lastAnswer}.</span>}
      <span className="soft">
        {doneBy === null ? (
          `${who} asked for it`
        ) : (
          <>
            Done by <DataText>{doneBy}</DataText>, noted by {who}
          </>
        )}
        , <Instant at={requestedAt} precision="second" />
        {standing.incident.id === incidentId ? "" : `, in ${incidentName(standing.incident.number)}`}.
      </span>
    </div>
  )
}

/** To what it can be turned: the other state, and both while nobody knows in which it is. */
function directionsOf({ saysOn, standing, isAskable }: SwitchInIncident): boolean[] {
  const isSettled = standing === null || (standing.state === "confirmed" && standing.overturnedAt === null)
  if (!isAskable || !isSettled || saysOn === null) return [false, true]
  return [!saysOn]
}
