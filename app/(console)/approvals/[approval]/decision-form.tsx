"use client"

import { useActionState } from "react"
import { useFormStatus } from "react-dom"
import type { verdicts } from "../../../../lib/access/approvals/schemas.ts"
import styles from "../../../shared/approvals/approvals.module.css"
import { keep } from "../../../shared/keep.ts"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Button } from "../../../ui/controls/button.tsx"
import { Field } from "../../../ui/controls/field.tsx"
import { Textarea } from "../../../ui/controls/inputs.tsx"
import { decideApprovalAction } from "./actions.ts"

/** Approve or refuse what the page shows: the digest goes with the form. */
export function DecisionForm({ shown }: { shown: { id: string; act: string; digest: string } }) {
  const [{ fields, message }, action] = useActionState(decideApprovalAction.bind(null, shown), {})
  return (
    <form action={action} onReset={keep} className="stack measure">
      {message ? <Notice tone="error">{message}</Notice> : null}
      <Field
        label="Your reason"
        hint="Whoever is refused has to be told why; an approval may go without."
        error={fields?.reason}
      >
        {(ties) => <Textarea {...ties} name="reason" rows={3} maxLength={2000} />}
      </Field>
      <div className={styles.buttons}>
        <VerdictButton verdict="approve" label="Approve" busyLabel="Approving …" />
        <VerdictButton verdict="refuse" label="Refuse" busyLabel="Refusing …" />
      </div>
    </form>
  )
}

interface VerdictButtonProps {
  verdict: (typeof verdicts)[number]
  label: string
  busyLabel: string
}

/** The one that was pressed says what it is doing; neither can be pressed meanwhile. */
function VerdictButton({ verdict, label, busyLabel }: VerdictButtonProps) {
  const { pending, data } = useFormStatus()
  const isPressed = data?.get("verdict") === verdict
  return (
    <Button
      kind={verdict === "approve" ? "primary" : "plain"}
      type="submit"
      name="verdict"
      value={verdict}
      busyLabel={pending ? (isPressed ? busyLabel : label) : null}
    >
      {label}
    </Button>
  )
}
