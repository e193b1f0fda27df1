"use client"

import { useActionState } from "react"
import { type LetterGroup, readPart } from "../../../../../lib/core/letters.ts"
import { keep } from "../../../../shared/keep.ts"
import { Disclosure } from "../../../../ui/blocks/disclosure.tsx"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { RadioCards } from "../../../../ui/controls/choices.tsx"
import { Field } from "../../../../ui/controls/field.tsx"
import { Input } from "../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../ui/controls/submit-button.tsx"
import { requestPlanAction } from "./actions.ts"
import styles from "./notices.module.css"
import { type FieldErrors, PartFields } from "./part-fields.tsx"
import type { PlanDraft } from "./plan-draft.ts"
import { PaceFields, SettlementFields } from "./way-fields.tsx"

interface PlanFormProps {
  incident: number
  draft: PlanDraft
  /** How many accounts stand in each group by the latest finished revision. */
  people: Readonly<Record<LetterGroup, number>>
  /** Why nothing can be planned now, or not by this person; null where it can. */
  disabledReason: string | null
}

/** Who is told and why, from whom, how fast: a plan freezes the list of people from it. */
export function PlanForm({ incident, draft, people, disabledReason }: PlanFormProps) {
  const [{ fields = {}, message }, action] = useActionState(requestPlanAction.bind(null, incident), {})
  const unnamed = fields.parts ?? fields[""]
  return (
    <form action={action} onReset={keep} className="stack" noValidate>
      <Groups draft={draft} people={people} errors={fields} />
      <ClosedAccounts draft={draft} error={fields["closed.reason"]} />
      <div className={styles.fieldsOf2}>
        <Field
          label="Sender’s name"
          hint="As readers know the company."
          error={fields["sender.name"]}
          isRequired
        >
          {(ties) => <Input {...ties} name="senderName" defaultValue={draft.senderName} autoComplete="off" />}
        </Field>
        <Field
          label="Sender’s address"
          hint="Somebody reads what comes back to it."
          error={fields["sender.address"]}
          isRequired
        >
          {(ties) => (
            <Input
              {...ties}
              name="senderAddress"
              inputMode="email"
              autoComplete="off"
              defaultValue={draft.senderAddress}
            />
          )}
        </Field>
      </div>
      <PaceFields draft={draft} errors={fields} />
      <SettlementFields draft={draft} errors={fields} />
      {message || unnamed ? <Notice tone="error">{message ?? unnamed}</Notice> : null}
      {Object.keys(fields).length > 0 ? (
        <Notice tone="error" title="Some fields have to be mended">
          They say above what is wrong.
        </Notice>
      ) : null}
      <div>
        <SubmitButton busyLabel="Asking for the plan …" disabledReason={disabledReason}>
          Plan letters
        </SubmitButton>
      </div>
    </form>
  )
}

function Groups({
  draft,
  people,
  errors,
}: Pick<PlanFormProps, "draft" | "people"> & { errors: FieldErrors }) {
  const isFirst = ({ part }: PlanDraft["parts"][number]) => readPart(part).direction === "first"
  const corrections = draft.parts.filter((one) => !isFirst(one))
  const hasFault = Object.keys(errors).some(
    (name) => /^parts\.\d+/.test(name) && corrections.includes(draft.parts[Number(name.split(".")[1])]!),
  )
  return (
    <>
      <fieldset className={styles.parts}>
        <legend className={styles.partsTitle}>Who is told</legend>
        {draft.parts.filter(isFirst).map((part) => (
          <PartFields
            key={part.part}
            draft={part}
            people={people[readPart(part.part).group]}
            sender={draft.senders[readPart(part.part).group]}
            replyTo={draft.replyTo[readPart(part.part).group]}
            errors={errors}
          />
        ))}
      </fieldset>
      <Disclosure summary="Corrections of what people were told before" isOpen={hasFault ? true : undefined}>
        <p className="soft measure">
          The plan finds who was told one thing and stands in another group now. Whoever moved and moved back
          gets nothing; whoever was never reached is not corrected.
        </p>
        <fieldset className={styles.parts}>
          <legend className="visually-hidden">Corrections</legend>
          {corrections.map((part) => (
            <PartFields key={part.part} draft={part} people={null} errors={errors} />
          ))}
        </fieldset>
      </Disclosure>
    </>
  )
}

function ClosedAccounts({ draft, error }: { draft: PlanDraft; error: string | undefined }) {
  return (
    <div className={styles.fieldsOf2}>
      <RadioCards
        legend="People who have closed their accounts"
        name="closed"
        defaultValue={draft.closed}
        options={[
          {
            value: "write",
            label: "Written to",
            text: "They are people too; their addresses were kept for this",
          },
          { value: "leave", label: "Left out", text: "Counsel decides it, with a reason" },
        ]}
      />
      <Field label="Why they are left out" error={error}>
        {(ties) => <Input {...ties} name="closedReason" defaultValue={draft.closedReason} maxLength={2000} />}
      </Field>
    </div>
  )
}
