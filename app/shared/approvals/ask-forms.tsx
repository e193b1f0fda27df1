"use client"

import { useActionState } from "react"
import { EMERGENCY_CHARACTERS_MIN } from "../../../lib/access/approvals/reason-limits.ts"
import type { ActionState } from "../../server/answer.ts"
import { Disclosure } from "../../ui/blocks/disclosure.tsx"
import { Notice } from "../../ui/blocks/notice.tsx"
import { Field } from "../../ui/controls/field.tsx"
import { Textarea } from "../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../ui/controls/submit-button.tsx"
import { keep } from "../keep.ts"
import { type Asked, breakGlassAction, performApprovedAction } from "./actions.ts"
import styles from "./approvals.module.css"

interface AskFormProps {
  /** Asks with the reason that the form holds. */
  ask: (before: ActionState, form: FormData) => Promise<ActionState>
  approver: string
  /** While it is being asked. */
  busyLabel?: string
  disabledReason: string | null
}

/** Asks a second person, with a reason that they can judge by. */
export function AskForm({ ask, approver, busyLabel = "Asking …", disabledReason }: AskFormProps) {
  const [{ fields, message }, action] = useActionState(ask, {})
  return (
    <form action={action} onReset={keep} className="stack measure">
      {message ? <Notice tone="error">{message}</Notice> : null}
      <Field
        label="Why it is needed"
        hint={`Whoever approves it for ${approver} reads this. It stays in the trail.`}
        error={fields?.reason}
        isRequired
      >
        {(ties) => <Textarea {...ties} name="reason" rows={3} maxLength={2000} />}
      </Field>
      <div className={styles.buttons}>
        <SubmitButton busyLabel={busyLabel} disabledReason={disabledReason}>
          Ask {approver} to approve
        </SubmitButton>
      </div>
    </form>
  )
}

interface BreakGlassFormProps extends Pick<AskFormProps, "approver" | "disabledReason"> {
  asked: Asked
  label: string
}

/** The way without a second person, with what follows from it. */
export function BreakGlassForm({ asked, approver, label, disabledReason }: BreakGlassFormProps) {
  const [{ fields, message }, action] = useActionState(breakGlassAction.bind(null, asked), {})
  return (
    <div className={styles.emergency}>
      <Disclosure summary="It is an emergency and cannot wait">
        <form action={action} onReset={keep} className="stack measure">
          <Notice tone="caution" title="It is done at once, and nobody checks it before">
            The trail names it as an emergency of yours, with your reason. It stays open on everybody’s page
            of approvals until somebody of {approver} has reviewed it; that cannot be you.
          </Notice>
          {message ? <Notice tone="error">{message}</Notice> : null}
          <Field
            label="Why it cannot wait"
            hint={`At least ${EMERGENCY_CHARACTERS_MIN} characters: what happens meanwhile, and whom you tried to reach.`}
            error={fields?.reason}
            isRequired
          >
            {(ties) => <Textarea {...ties} name="reason" rows={3} maxLength={2000} />}
          </Field>
          <div className={styles.buttons}>
            <SubmitButton kind="danger" busyLabel="Doing it …" disabledReason={disabledReason}>
              {label} without approval
            </SubmitButton>
          </div>
        </form>
      </Disclosure>
    </div>
  )
}

interface PerformFormProps {
  act: string
  id: string
  label: string
  disabledReason: string | null
}

/** Does what was approved. */
export function PerformForm({ act, id, label, disabledReason }: PerformFormProps) {
  const [{ message }, action] = useActionState(
    () => performApprovedAction(act, id),
    {} as { message?: string },
  )
  return (
    <form action={action} className="stack">
      {message ? <Notice tone="error">{message}</Notice> : null}
      <div className={styles.buttons}>
        <SubmitButton busyLabel="Doing it …" disabledReason={disabledReason}>
          {label}
        </SubmitButton>
      </div>
    </form>
  )
}
