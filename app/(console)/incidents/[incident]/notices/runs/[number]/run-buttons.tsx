"use client"

import { figure } from "../../../../../../../lib/core/figure.ts"
import type { NoticeRunView } from "../../../../../../server/notice-run-view.ts"
import { counted } from "../../../../../../shared/counted.ts"
import type { CountKind } from "../../../../../../shared/notices/state-counts.ts"
import { Dialog } from "../../../../../../ui/controls/dialog.tsx"
import { Field } from "../../../../../../ui/controls/field.tsx"
import { Input } from "../../../../../../ui/controls/inputs.tsx"
import { pauseLettersAction, resumeLettersAction, stopLettersAction } from "./actions.ts"

/** Why this person may not; null where they may. */
export interface RunReasons {
  pause: string | null
  resume: string | null
  stop: string | null
}

interface RunButtonsProps {
  runId: string
  view: NoticeRunView
  counts: Record<CountKind, number>
  reasons: RunReasons
}

/** What can be done with a run under way, each with what follows from it in numbers. */
export function RunButtons({ runId, view: { state, states }, counts, reasons }: RunButtonsProps) {
  if (state !== "running" && state !== "paused") return null
  const waiting = counts.waiting - states.sending
  const underWay =
    states.sending === 0
      ? "None is being handed over just now."
      : `${counted(states.sending, "letter that is", "letters that are")} being handed over just now come to their end.`
  return (
    <div className="row">
      {state === "running" ? (
        <Dialog
          opener={{ label: "Pause", kind: "primary", disabledReason: reasons.pause }}
          title="Pause this run?"
          confirm={{ label: `Pause ${counted(waiting, "letter")}`, busyLabel: "Pausing …" }}
          action={(form) => pauseLettersAction(runId, form)}
        >
          <p>
            {counted(waiting, "letter that waits stays", "letters that wait stay")} where they are, and can go
            on later without another approval. {underWay}
          </p>
          <Why />
        </Dialog>
      ) : (
        <Dialog
          opener={{ label: "Resume", kind: "primary", disabledReason: reasons.resume }}
          title="Let this run go on?"
          confirm={{
            label: `Send ${counted(waiting, "more letter", "more letters")}`,
            busyLabel: "Resuming …",
          }}
          action={(form) => resumeLettersAction(runId, form)}
        >
          <p>
            {counted(waiting, "letter that waits leaves", "letters that wait leave")} as they were approved.
          </p>
          <Why />
        </Dialog>
      )}
      <Dialog
        opener={{ label: "Stop for good", disabledReason: reasons.stop }}
        title="Stop this run for good?"
        confirm={{ label: `Cancel ${counted(waiting, "letter")}`, busyLabel: "Stopping …", kind: "danger" }}
        cancelLabel="Go back"
        action={(form) => stopLettersAction(runId, form)}
      >
        <p>
          {counted(waiting, "letter that waits is", "letters that wait are")} cancelled for good;{" "}
          {figure(counts.reached)} that were taken stay sent. {underWay} Whoever gets none is taken up by the
          next plan, which has to be approved anew.
        </p>
        <Why />
      </Dialog>
    </div>
  )
}

function Why() {
  return (
    <Field label="Why" hint="It stands in the trail." isRequired>
      {(ties) => <Input {...ties} name="reason" maxLength={2000} autoComplete="off" />}
    </Field>
  )
}
