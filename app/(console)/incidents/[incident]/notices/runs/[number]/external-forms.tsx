"use client"

import { useRouter } from "next/navigation"
import { useActionState, useState } from "react"
import { figure } from "../../../../../../../lib/core/figure.ts"
import type { ResultsTaken } from "../../../../../../../lib/notices/external/take-results.ts"
import { HAND_OUT_DEFAULT } from "../../../../../../../lib/notices/settings.ts"
import { counted } from "../../../../../../shared/counted.ts"
import { keep } from "../../../../../../shared/keep.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"
import { CheckSet } from "../../../../../../ui/controls/check-set.tsx"
import { Dialog } from "../../../../../../ui/controls/dialog.tsx"
import { Field } from "../../../../../../ui/controls/field.tsx"
import { Input } from "../../../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../../../ui/controls/submit-button.tsx"
import styles from "../../notices.module.css"
import { handOutAction, writeWorkListAction } from "./actions.ts"

interface HandOutFormProps {
  runId: string
  disabledReason: string | null
}

/** How many letters are handed out, and how long the other system has. */
export function HandOutForm({ runId, disabledReason }: HandOutFormProps) {
  const [{ fields = {}, message }, action] = useActionState(handOutAction.bind(null, runId), {})
  return (
    <form action={action} onReset={keep} className="stack">
      <div className={styles.fieldsOf3}>
        <Field label="Letters, at most" error={fields.lettersMax} isRequired>
          {(ties) => (
            <Input {...ties} name="lettersMax" inputMode="numeric" defaultValue={HAND_OUT_DEFAULT} />
          )}
        </Field>
        <Field label="Hours until their results are due" error={fields.hours} isRequired>
          {(ties) => <Input {...ties} name="hours" inputMode="numeric" defaultValue="24" />}
        </Field>
      </div>
      <Besides />
      {message ? <Notice tone="error">{message}</Notice> : null}
      <div>
        <SubmitButton kind="plain" busyLabel="Writing and signing the list …" disabledReason={disabledReason}>
          Hand out the next letters
        </SubmitButton>
      </div>
    </form>
  )
}

function Besides() {
  return (
    <CheckSet
      legend="Besides"
      name="hasLetters"
      options={[
        {
          value: "yes",
          label: "The finished letters",
          text: "For a system that fills in no fields itself",
        },
      ]}
    />
  )
}

interface WriteListProps extends HandOutFormProps {
  stretch: string
  /** How many letters it was handed out with. */
  letters: number
  isWritten: boolean
}

/** Writes the list of what was handed out once more, or where that could not be done then. */
export function WriteList({ runId, stretch, letters, isWritten, disabledReason }: WriteListProps) {
  const label = isWritten ? "Write it again" : "Write its list"
  return (
    <Dialog
      opener={{ label, fullLabel: `${label}: chunks ${stretch}`, isSmall: true, disabledReason }}
      title={isWritten ? "Write this list again?" : "Write this list?"}
      confirm={{
        label: `Write the list of ${counted(letters, "letter")}`,
        busyLabel: "Writing and signing the list …",
      }}
      action={(form) => writeWorkListAction({ runId, stretch }, form)}
    >
      <p>
        Letters of which results have come back are left out; all others keep their tokens.
        {isWritten ? " It takes the place of the list that is here: only one of the two may be sent." : ""}
      </p>
      <Besides />
    </Dialog>
  )
}

interface ResultsFormProps {
  /** Where the file is sent; its name is put behind it. */
  href: string
  disabledReason: string | null
}

/** Results are large: the file goes up by itself, not within a form. */
export function ResultsForm({ href, disabledReason }: ResultsFormProps) {
  const [taken, setTaken] = useState<ResultsTaken | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  async function send(form: FormData) {
    const file = form.get("file")
    if (!(file instanceof File) || file.name === "") return setProblem("Choose a file")
    setTaken(null)
    const answer = await fetch(`${href}/${encodeURIComponent(file.name)}`, {
      method: "PUT",
      body: file,
    }).catch(() => null)
    const told = (await answer?.json().catch(() => null)) as (ResultsTaken & { message?: string }) | null
    if (!answer?.ok || !told)
      return setProblem(told?.message ?? "It did not arrive. Nothing was taken; try again.")
    setProblem(null)
    setTaken(told)
    router.refresh()
  }
  return (
    <form action={send} className="stack">
      <Field label="Results file" isRequired>
        {(ties) => <Input {...ties} type="file" name="file" accept=".csv,.ndjson" />}
      </Field>
      {problem ? <Notice tone="error">{problem}</Notice> : null}
      {taken ? <Taken taken={taken} /> : null}
      <div>
        <SubmitButton kind="plain" busyLabel="Taking the results …" disabledReason={disabledReason}>
          Take these results
        </SubmitButton>
      </div>
    </form>
  )
}

/** Problems that are shown at once; the file has them all. */
const PROBLEMS_SHOWN = 20

function Taken({ taken }: { taken: ResultsTaken }) {
  const { rows, applied, known, strangers, malformed, contradicting, problems } = taken
  return (
    <Notice
      tone={problems.length === 0 ? "done" : "caution"}
      title={`${counted(applied, "result counts", "results count")} of ${figure(rows)}`}
    >
      <p>
        {figure(known)} known before, {figure(strangers)} about letters of others, {figure(malformed)}{" "}
        unreadable, {figure(contradicting)} against what is known.
      </p>
      {problems.length === 0 ? null : (
        <ul>
          {problems.slice(0, PROBLEMS_SHOWN).map(({ line, text }) => (
            <li key={line}>
              Line {line}: {text}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
