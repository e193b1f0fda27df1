"use client"

import { useActionState } from "react"
import type { LetterFacts } from "../../../../../../lib/notices/letters/schemas.ts"
import { keep } from "../../../../../shared/keep.ts"
import { Notice } from "../../../../../ui/blocks/notice.tsx"
import { CheckSet } from "../../../../../ui/controls/check-set.tsx"
import { Field } from "../../../../../ui/controls/field.tsx"
import { Input, Textarea } from "../../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../../ui/controls/submit-button.tsx"
import styles from "../notices.module.css"
import { setFactsAction } from "./actions.ts"

type Suggested = Partial<LetterFacts>

interface FactsFormProps {
  incident: number
  /** The version that is changed; 0 where nobody has said anything yet. */
  version: number
  facts: Suggested
  disabledReason: string | null
}

/** What all letters say alike: who writes, what happened, whom to ask. */
export function FactsForm({ incident, version, facts, disabledReason }: FactsFormProps) {
  const [{ fields = {}, message, kept }, action] = useActionState(
    setFactsAction.bind(null, { incident, version }),
    {},
  )
  const error = (name: string) => fields[`facts.${name}`] ?? fields[name]
  const given = { facts, error }
  return (
    <form action={action} onReset={keep} className="stack" noValidate>
      {/* Anew with each version: what was typed is what is kept then. */}
      <div key={version} className="stack">
        <div className={styles.fieldsOf3}>
          <Line {...given} name="company" label="Company" />
          <Line
            {...given}
            name="parentCompany"
            label="Parent company"
            hint="Massachusetts wants it named."
            isOptional
          />
          <Line {...given} name="product" label="Product" />
          <Line
            {...given}
            name="securityPage"
            label="Page about it"
            hint="As people type it: example.com/security"
          />
          <Line {...given} name="checkPage" label="Page where a letter’s code is checked" />
          <Line {...given} name="supportEmail" label="Support’s e-mail" />
          <Line {...given} name="supportPhone" label="Support’s telephone" isOptional />
          <Line {...given} name="postalAddress" label="Postal address" />
          <Line {...given} name="happenedFrom" label="It began (UTC)" hint="Such as 2024-02-16T14:34:00Z" />
          <Line {...given} name="happenedTo" label="It ended (UTC)" />
          <Line
            {...given}
            name="timeZone"
            label="Time zone of these two in letters"
            hint="Such as Europe/Berlin"
          />
        </div>
        <Both {...given} name="whatHappened" label="What happened" rows={6} />
        <Both {...given} name="whatWeDid" label="What we did" rows={6} />
        <Both {...given} name="supportHours" label="When support answers" rows={2} />
        <Both
          {...given}
          name="mitigation"
          label="What is offered against the consequences"
          rows={3}
          isOptional
        />
        <CheckSet
          legend="Delay"
          name="isDelayedByAuthority"
          options={[
            {
              value: "yes",
              label: "An authority asked us to wait with the letters",
              text: "California wants to know whether one did",
            },
          ]}
          chosen={facts.isDelayedByAuthority ? ["yes"] : []}
        />
      </div>
      {message ? <Notice tone="error">{message}</Notice> : null}
      {Object.keys(fields).length > 0 ? (
        <Notice tone="error" title="Some fields have to be mended">
          They say above what is wrong.
        </Notice>
      ) : null}
      {kept ? (
        <Notice tone="done" title="This is kept">
          Approvals that rest on what stood here before are void.
        </Notice>
      ) : null}
      <div>
        <SubmitButton busyLabel="Keeping it …" disabledReason={disabledReason}>
          Keep this for all letters
        </SubmitButton>
      </div>
    </form>
  )
}

interface Given {
  facts: Suggested
  error: (name: string) => string | undefined
}

interface LineProps extends Given {
  name: Exclude<
    keyof LetterFacts,
    "whatHappened" | "whatWeDid" | "supportHours" | "mitigation" | "isDelayedByAuthority"
  >
  label: string
  hint?: string
  isOptional?: boolean
}

function Line({ facts, error, name, label, hint, isOptional }: LineProps) {
  return (
    <Field label={label} hint={hint} error={error(name)} isRequired={!isOptional}>
      {(ties) => (
        <Input {...ties} name={name} defaultValue={facts[name] ?? ""} autoComplete="off" maxLength={300} />
      )}
    </Field>
  )
}

interface BothProps extends Given {
  name: "whatHappened" | "whatWeDid" | "supportHours" | "mitigation"
  label: string
  rows: number
  isOptional?: boolean
}

const languages = [
  { locale: "en", word: "English" },
  { locale: "de", word: "German" },
] as const

/** The same in each language, side by side. */
function Both({ facts, error, name, label, rows, isOptional }: BothProps) {
  return (
    <div className={styles.fieldsOf2}>
      {languages.map(({ locale, word }) => (
        <Field
          key={locale}
          label={`${label}, in ${word}`}
          error={error(`${name}.${locale}`)}
          isRequired={!isOptional}
        >
          {(ties) => (
            <Textarea
              {...ties}
              name={`${name}.${locale}`}
              lang={locale}
              rows={rows}
              maxLength={4000}
              defaultValue={facts[name]?.[locale] ?? ""}
            />
          )}
        </Field>
      ))}
    </div>
  )
}
