"use client"

import { useActionState } from "react"
import { keep } from "../../../../shared/keep.ts"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { Dialog } from "../../../../ui/controls/dialog.tsx"
import { Field } from "../../../../ui/controls/field.tsx"
import { Input } from "../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../ui/controls/submit-button.tsx"
import { startWatchAction, stopWatchAction } from "./proof-actions.ts"

interface StartWatchFormProps {
  incident: number
  /** What the instant is left empty for: the switch that took effect last; null where none has. */
  lastFlip: string | null
  folders: readonly string[]
  disabledReason: string | null
}

/** Which folder the log goes on in, since when it must be clean, and how often it is read. */
export function StartWatchForm({ incident, lastFlip, folders, disabledReason }: StartWatchFormProps) {
  const [{ fields = {}, message }, action] = useActionState(startWatchAction.bind(null, incident), {})
  return (
    <form action={action} onReset={keep} className="stack measure">
      {message ? <Notice tone="error">{message}</Notice> : null}
      <Field
        label="Folder of the log"
        hint={
          folders.length === 0
            ? "No folder is open to evidence yet: TOCSIN_EVIDENCE names those that Tocsin may read."
            : `Where the log goes on growing, in ${folders.join(" or ")}.`
        }
        error={fields.folder}
        isRequired
      >
        {(ties) => <Input {...ties} name="folder" isCode autoComplete="off" maxLength={4096} />}
      </Field>
      <Field
        label="Since (UTC)"
        hint={
          lastFlip === null ? "When the action took effect; no switch has yet." : `Left empty: ${lastFlip}.`
        }
        error={fields.since}
        isRequired={lastFlip === null}
      >
        {(ties) => <Input {...ties} type="datetime-local" name="since" step={1} />}
      </Field>
      <Field label="Read again every (minutes)" error={fields.everyS} isRequired>
        {(ties) => <Input {...ties} type="number" name="every" min={1} max={60} step={1} defaultValue={3} />}
      </Field>
      <div>
        <SubmitButton busyLabel="Starting …" disabledReason={disabledReason}>
          Watch this log
        </SubmitButton>
      </div>
    </form>
  )
}

interface StopWatchDialogProps {
  watchId: string
  readings: string
  disabledReason: string | null
}

/** Ends a watch. */
export function StopWatchDialog({ watchId, readings, disabledReason }: StopWatchDialogProps) {
  return (
    <Dialog
      opener={{ label: "Stop watching", isSmall: true, disabledReason }}
      title="Stop watching this log?"
      confirm={{ label: "Stop watching", busyLabel: "Stopping …", kind: "danger" }}
      action={() => stopWatchAction(watchId)}
    >
      <p>
        {readings} of it stay, with their numbers. What happens afterwards is seen by nobody until a watch is
        started again.
      </p>
    </Dialog>
  )
}
