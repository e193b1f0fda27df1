"use client"

import { useActionState } from "react"
import type { LetterLocale } from "../../../../../../lib/core/letters.ts"
import { keep } from "../../../../../shared/keep.ts"
import { Notice } from "../../../../../ui/blocks/notice.tsx"
import { CheckSet } from "../../../../../ui/controls/check-set.tsx"
import { Field } from "../../../../../ui/controls/field.tsx"
import { Input } from "../../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../../ui/controls/submit-button.tsx"
import { reviewCopyAction } from "./actions.ts"

interface ReviewFormProps {
  incident: number
  locale: LetterLocale
  /** What nobody vouches for as it is now, with the digest of what is shown. */
  unread: readonly { letter: string; name: string; digest: string }[]
  disabledReason: string | null
}

/** Somebody who knows the language has read the letters, and is named. */
export function ReviewForm({ incident, locale, unread, disabledReason }: ReviewFormProps) {
  const [{ fields = {}, message, kept }, action] = useActionState(
    reviewCopyAction.bind(null, { incident, locale }),
    {},
  )
  return (
    <form action={action} onReset={keep} className="stack measure">
      {message ? <Notice tone="error">{message}</Notice> : null}
      {kept ? <Notice tone="done" title="It is noted who has read them" /> : null}
      {unread.length === 0 ? null : (
        <>
          <CheckSet
            legend="Letters that were read"
            name="read"
            options={unread.map(({ letter, name, digest }) => ({
              value: `${letter} ${digest}`,
              label: name,
            }))}
            chosen={unread.map(({ letter, digest }) => `${letter} ${digest}`)}
            error={Object.entries(fields).find(([name]) => name.startsWith("read"))?.[1]}
          />
          <Field
            label="Who has read them"
            hint="The name of somebody who writes this language well. Whoever changes a letter needs another reading."
            error={fields.reviewer}
            isRequired
          >
            {(ties) => <Input {...ties} name="reviewer" autoComplete="off" maxLength={200} />}
          </Field>
          <div>
            <SubmitButton busyLabel="Noting it …" disabledReason={disabledReason}>
              Note who has read them
            </SubmitButton>
          </div>
        </>
      )}
    </form>
  )
}
