"use client"

import type { LogoutView } from "../../../../../../server/logout-view.ts"
import { counted } from "../../../../../../shared/counted.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import { Dialog } from "../../../../../../ui/controls/dialog.tsx"
import { Field } from "../../../../../../ui/controls/field.tsx"
import { Input } from "../../../../../../ui/controls/inputs.tsx"
import { abortLogoutAction, pauseLogoutAction, resumeLogoutAction, slowLogoutAction } from "./actions.ts"
import { troublesIn } from "./troubles-in.ts"

/** Why this person may not; null where they may. */
export interface LogoutReasons {
  pause: string | null
  resume: string | null
  abort: string | null
  slow: string | null
}

interface ButtonProps {
  runId: string
  view: LogoutView
  reasons: LogoutReasons
}

/** What can be done with a logout under way, each with what follows from it in numbers. */
export function LogoutButtons(props: ButtonProps) {
  const { runId, view, reasons } = props
  if (view.isOver || view.standing === "paused") return null
  const waiting = counted(view.subjects.pending, "subject")
  return (
    <div className="row">
      <Dialog
        opener={{ label: "Pause", kind: "primary", disabledReason: reasons.pause }}
        title="Pause this logout?"
        confirm={{
          label: view.subjects.pending === 0 ? "Pause the logout" : `Pause before ${waiting}`,
          busyLabel: "Pausing …",
        }}
        action={(form) => pauseLogoutAction(runId, form)}
      >
        <p>
          {waiting} that {view.subjects.pending === 1 ? "waits stays" : "wait stay"} logged in until somebody
          of security lets it go on. {sentWords(view)} Cut-offs that are set stand.
        </p>
        <Why />
      </Dialog>
      <SlowDialog {...props} />
      <AbortDialog {...props} />
    </div>
  )
}

/** Lets a paused logout go on: whoever does it accepts what it was paused for. */
export function ResumeDialog({ runId, view, reasons }: ButtonProps) {
  const { pending } = view.subjects
  const troubles = view.pausedBySystem ? troublesIn(view.pauseReason ?? "") : []
  return (
    <Dialog
      opener={{ label: "Let it go on", kind: "primary", disabledReason: reasons.resume }}
      title="Let this logout go on?"
      confirm={{
        label: pending === 0 ? "Let it go on" : `Let it go on with ${counted(pending, "subject")}`,
        busyLabel: "Letting it go on …",
      }}
      action={(form) => resumeLogoutAction(runId, form)}
    >
      {troubles.length === 0 ? null : (
        <>
          <p>You accept, by your name in the trail:</p>
          <ul>
            {troubles.map((one) => (
              <li key={one}>
                <DataText>{one}</DataText>
              </li>
            ))}
          </ul>
          <p>
            Just that does not pause it again before the next wave; anything else does, and what is not proved
            stays a gap in the report.
          </p>
        </>
      )}
      <p>
        {counted(pending, "subject that waits is", "subjects that wait are")} logged out as was approved, at
        most {counted(view.perSecond, "subject")} a second.
      </p>
      <Why />
    </Dialog>
  )
}

export function AbortDialog({ runId, view, reasons }: ButtonProps) {
  const { pending, accepted, verified } = view.subjects
  return (
    <Dialog
      opener={{ label: "Abort", disabledReason: reasons.abort }}
      title="Abort this logout for good?"
      confirm={{
        label: pending === 0 ? "Abort the logout" : `Abort, and leave ${counted(pending, "subject")} alone`,
        busyLabel: "Aborting …",
        kind: "danger",
      }}
      cancelLabel="Go back"
      action={(form) => abortLogoutAction(runId, form)}
    >
      <p>
        {counted(pending, "subject that waits is", "subjects that wait are")} not logged out, and their tokens
        live on; {counted(accepted + verified, "subject that was", "subjects that were")} logged out stay so.{" "}
        {sentWords(view)} Cut-offs that are set stand: nobody can take them back.
      </p>
      <p>
        It is not closed, and nothing is proved by it. Whoever is left needs a new plan and a new approval.
      </p>
      <Why />
    </Dialog>
  )
}

function SlowDialog({ runId, view, reasons }: ButtonProps) {
  if (view.perSecond <= 1 || view.subjects.pending === 0) return null
  return (
    <Dialog
      opener={{ label: "Lower the pace", disabledReason: reasons.slow }}
      title="Lower the pace?"
      confirm={{ label: "Lower the pace", busyLabel: "Lowering it …" }}
      action={(form) => slowLogoutAction(runId, form)}
    >
      <p>
        At most {counted(view.perSecond, "subject")} a second now. It cannot be raised again: more needs a new
        plan and its approval.
      </p>
      <Field label="Subjects a second, at most" hint={`1 to ${view.perSecond}`} isRequired>
        {(ties) => (
          <Input
            {...ties}
            type="number"
            name="perSecond"
            min={1}
            max={view.perSecond}
            defaultValue={Math.max(1, Math.floor(view.perSecond / 2))}
          />
        )}
      </Field>
    </Dialog>
  )
}

function sentWords({ subjects: { sent } }: LogoutView): string {
  return sent === 0
    ? "Nobody is being logged out just now."
    : `${counted(sent, "subject that is", "subjects that are")} being logged out just now ${sent === 1 ? "comes" : "come"} to ${sent === 1 ? "its" : "their"} end.`
}

function Why() {
  return (
    <Field label="Why" hint="It stands in the trail." isRequired>
      {(ties) => <Input {...ties} name="reason" maxLength={2000} autoComplete="off" />}
    </Field>
  )
}
