"use client"

import { useRouter } from "next/navigation"
import { useState } from "react"
import { figure } from "../../../lib/core/figure.ts"
import type { ResultsTaken } from "../../../lib/runs/external/take-results-of.ts"
import { Notice } from "../../ui/blocks/notice.tsx"
import { Field } from "../../ui/controls/field.tsx"
import { Input } from "../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../ui/controls/submit-button.tsx"
import { counted } from "../counted.ts"
import type { ItemWords } from "./words.ts"

interface ResultsFormProps {
  /** Where the file is sent; its name is put behind it. */
  href: string
  words: ItemWords
  disabledReason: string | null
}

/** Results are large: the file goes up by itself, not within a form. */
export function ResultsForm({ href, words, disabledReason }: ResultsFormProps) {
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
      {taken ? <Taken taken={taken} words={words} /> : null}
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

function Taken({ taken, words }: { taken: ResultsTaken; words: ItemWords }) {
  const { rows, applied, known, strangers, malformed, contradicting, problems } = taken
  return (
    <Notice
      tone={problems.length === 0 ? "done" : "caution"}
      title={`${counted(applied, "result counts", "results count")} of ${figure(rows)}`}
    >
      <p>
        {figure(known)} known before, {figure(strangers)} about {words.many} of others, {figure(malformed)}{" "}
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
