"use client"

import { useActionState } from "react"
import { keep } from "../../../../shared/keep.ts"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { RadioCards } from "../../../../ui/controls/choices.tsx"
import { Dialog } from "../../../../ui/controls/dialog.tsx"
import { Field } from "../../../../ui/controls/field.tsx"
import { Input, Textarea } from "../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../ui/controls/submit-button.tsx"
import { flipSwitchAction, noteFlipAction, type SwitchPlace } from "./actions.ts"

interface FlipDialogProps {
  place: SwitchPlace
  label: string
  meaning: string
  isOn: boolean
  host: string
  isAskable: boolean
  isPrimary: boolean
  disabledReason: string | null
}

/** Turns a switch, with a reason. */
export function FlipDialog(props: FlipDialogProps) {
  const { place, label, meaning, isOn, host, isAskable, isPrimary, disabledReason } = props
  const turned = isOn ? "on" : "off"
  return (
    <Dialog
      opener={{ label: `Switch ${label} ${turned}`, kind: isPrimary ? "primary" : "plain", disabledReason }}
      title={`Switch ${label} ${turned}?`}
      confirm={{ label: `Switch it ${turned}`, busyLabel: "Asking for it …" }}
      action={(form) => flipSwitchAction(place, isOn, form)}
    >
      <p>
        A signed request goes to {host} at once. While {label} is on: {meaning}
      </p>
      <p>
        {isAskable
          ? `Then the switch itself is asked, for two minutes, until it says ${turned}. It counts as ${turned} when it says so, not before, and it is asked on after that.`
          : "Nobody can be asked whether it took effect: it will say that it was sent, and never that it was confirmed."}
      </p>
      <p>A turn of this switch that still waits gives way to this one. It can be turned back.</p>
      <Field label="Why" hint="It stands in the trail." isRequired>
        {(ties) => <Textarea {...ties} name="reason" rows={2} maxLength={2000} />}
      </Field>
    </Dialog>
  )
}

interface NoteFlipFormProps {
  place: SwitchPlace
  label: string
  isAskable: boolean
  disabledReason: string | null
}

/** What was done elsewhere: to what, when, by whom, and how that is known. */
export function NoteFlipForm({ place, label, isAskable, disabledReason }: NoteFlipFormProps) {
  const [{ fields = {}, message, kept }, action] = useActionState(noteFlipAction.bind(null, place), {})
  return (
    <form action={action} onReset={keep} className="stack measure">
      {message ? <Notice tone="error">{message}</Notice> : null}
      {kept ? (
        <Notice tone="done" title="It is noted">
          {isAskable
            ? "The switch is asked whether it is so."
            : "It stands by your word: nobody can be asked."}
        </Notice>
      ) : null}
      <div key={kept} className="stack">
        <RadioCards
          legend={`${label} was turned`}
          name="turned"
          options={[
            { value: "off", label: "Off" },
            { value: "on", label: "On" },
          ]}
          error={fields.turned}
          isRequired
        />
        <Field label="When (UTC)" hint="To the second, where it is known." error={fields.doneAt} isRequired>
          {(ties) => <Input {...ties} type="datetime-local" name="doneAt" step={1} />}
        </Field>
        <Field
          label="Who did it"
          hint="A name, or a place such as the flag service."
          error={fields.doneBy}
          isRequired
        >
          {(ties) => <Input {...ties} name="doneBy" autoComplete="off" maxLength={200} />}
        </Field>
        <Field label="What was done, and how you know" error={fields.reason} isRequired>
          {(ties) => <Textarea {...ties} name="reason" rows={2} maxLength={2000} />}
        </Field>
      </div>
      <div>
        <SubmitButton busyLabel="Noting …" disabledReason={disabledReason}>
          {`Note what was done with ${label}`}
        </SubmitButton>
      </div>
    </form>
  )
}
