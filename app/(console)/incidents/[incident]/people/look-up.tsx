"use client"

import Link from "next/link"
import { useActionState } from "react"
import { DataText } from "../../../../shared/data-text.tsx"
import { keep } from "../../../../shared/keep.ts"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { Field } from "../../../../ui/controls/field.tsx"
import { Input } from "../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../ui/controls/submit-button.tsx"
import { GroupMark } from "../../../../ui/marks/exposure-marks.tsx"
import { type LookUpState, lookUpAction } from "./actions.ts"
import styles from "./people.module.css"

interface LookUpProps {
  incident: number
  revision: number
  /** How an account without any grade may be called. */
  word: "unaffected" | "not shown as affected"
  disabledReason: string | null
}

/** One account among all, by id or e-mail address and with a reason; a single one opens at once. */
export function LookUp({ incident, revision, word, disabledReason }: LookUpProps) {
  // Bound arguments would make Next render for ever where scripts are off (vercel/next.js#57867): they are fields.
  const [state, action] = useActionState<LookUpState, FormData>(lookUpAction, {})
  if (disabledReason) return <p>{disabledReason}</p>
  return (
    <div className="stack">
      <form action={action} onReset={keep} className={styles.find}>
        <input type="hidden" name="incident" value={incident} />
        <input type="hidden" name="revision" value={revision} />
        <Field
          label="Account id or e-mail address"
          error={state.fields?.idOrEmail ?? state.message}
          isRequired
        >
          {(ties) => (
            <Input {...ties} name="idOrEmail" maxLength={1_000} autoComplete="off" spellCheck={false} />
          )}
        </Field>
        <Field label="Why you look" error={state.fields?.reason} isRequired>
          {(ties) => <Input {...ties} name="reason" maxLength={500} autoComplete="off" />}
        </Field>
        <SubmitButton kind="plain" busyLabel="Looking …">
          Look up
        </SubmitButton>
      </form>
      <p className="soft">
        Who is found is revealed to you for an hour. The trail keeps who looked, when, why and at which
        pseudonyms, also when nobody is found; never what you typed in the first field.
      </p>
      {state.found ? <Found state={state} word={word} /> : null}
    </div>
  )
}

function Found({
  state: { asked = "", found = [], isCut },
  word,
}: {
  state: LookUpState
  word: LookUpProps["word"]
}) {
  if (found.length === 0)
    return (
      <Notice tone="info" title="There is no such account">
        Neither the accounts table nor the result of this revision knows “<DataText>{asked}</DataText>”. Ids
        are compared letter by letter; the case of an e-mail address does not matter.
      </Notice>
    )
  return (
    <Notice tone="info" title={`${found.length}${isCut ? " and more" : ""} accounts share this address`}>
      <ul className={styles.found}>
        {found.map(({ pseudonym, status, group, href }) => (
          <li key={pseudonym}>
            <Link href={href} prefetch={false}>
              {pseudonym}
            </Link>
            <GroupMark group={group ?? "unaffected"} maySayUnaffected={word === "unaffected"} />
            {status === "closed" ? <span className="soft">closed</span> : null}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
