import { useState } from "react"
import { readPart } from "../../../../../lib/core/letters.ts"
import { partOrder } from "../../../../../lib/notices/settings.ts"
import { counted } from "../../../../shared/counted.ts"
import { partWords } from "../../../../shared/notices/words.ts"
import { Field } from "../../../../ui/controls/field.tsx"
import { Input, Select } from "../../../../ui/controls/inputs.tsx"
import styles from "./notices.module.css"
import type { PartDraft } from "./plan-draft.ts"

export type FieldErrors = Readonly<Record<string, string>>

interface PartFieldsProps {
  draft: PartDraft
  /** How many accounts stand in the group now; null where it is a correction, for the plan counts those. */
  people: number | null
  /** Who writes to the group, and where its replies go, where it is not the sender. */
  sender?: string | undefined
  replyTo?: string | undefined
  errors: FieldErrors
}

/** Is a part told, why, in whose name, and where its replies go. */
export function PartFields({ draft, people, sender, replyTo, errors }: PartFieldsProps) {
  const { part, basis, notToldReason } = draft
  const [decision, setDecision] = useState(draft.decision)
  const { group, direction } = readPart(part)
  const index = partOrder.indexOf(part)
  const error = ["basis", "notToldReason", "why", "direction"]
    .map((name) => errors[`parts.${index}.${name}`])
    .find(Boolean)
  return (
    <fieldset className={styles.part}>
      <legend className={styles.partName}>
        {partWords(part)}
        {people === null ? null : <span className="soft"> · {counted(people, "account")}</span>}
      </legend>
      <Field label="Told" isRequired>
        {(ties) => (
          <Select
            {...ties}
            name={`decision.${part}`}
            defaultValue={draft.decision}
            onChange={({ target }) => setDecision(target.value as PartDraft["decision"])}
            options={[
              { value: "required", label: "Yes, a duty requires it" },
              { value: "policy", label: "Yes, by our policy" },
              { value: "not_told", label: "No" },
            ]}
          />
        )}
      </Field>
      {decision === "not_told" ? (
        <Field label="Why they are not told" error={error} isRequired={part !== "unaffected"}>
          {(ties) => (
            <Input
              {...ties}
              key="notToldReason"
              name={`notToldReason.${part}`}
              defaultValue={notToldReason}
              maxLength={2000}
            />
          )}
        </Field>
      ) : (
        <Field label="Which duty or policy" error={error}>
          {(ties) => (
            <Input {...ties} key="basis" name={`basis.${part}`} defaultValue={basis} maxLength={500} />
          )}
        </Field>
      )}
      {direction === "first" ? (
        <div className={styles.writers}>
          <GroupField
            label="From"
            name={`sender.${group}`}
            value={sender}
            placeholder="the sender, or Name <address>"
            error={errors[`senders.${group}.address`] ?? errors[`senders.${group}.name`]}
          />
          <GroupField
            label="Replies go to"
            name={`replyTo.${group}`}
            value={replyTo}
            placeholder="the sender"
            error={errors[`replyTo.${group}`]}
          />
        </div>
      ) : null}
    </fieldset>
  )
}

interface GroupFieldProps {
  label: string
  name: string
  value: string | undefined
  placeholder: string
  error: string | undefined
}

function GroupField({ label, name, value, placeholder, error }: GroupFieldProps) {
  return (
    <Field label={label} error={error}>
      {(ties) => (
        <Input
          {...ties}
          name={name}
          defaultValue={value}
          inputMode="email"
          autoComplete="off"
          placeholder={placeholder}
        />
      )}
    </Field>
  )
}
