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
import { type Finding, findAccountAction } from "./actions.ts"
import styles from "./people.module.css"

interface FindAccountProps {
  incident: number
  revision: number
  /** How an account without any grade may be called. */
  word: "unaffected" | "not shown as affected"
}

/** One account among all, by id or e-mail address; a single one opens at once. */
export function FindAccount({ incident, revision, word }: FindAccountProps) {
  // Bound arguments would make Next render for ever where scripts are off (vercel/next.js#57867): they are fields.
  const [state, action] = useActionState<Finding, FormData>(findAccountAction, {})
  return (
    <div className="stack">
      <form action={action} onReset={keep} className={styles.find}>
        <input type="hidden" name="incident" value={incident} />
        <input type="hidden" name="revision" value={revision} />
        <Field label="Account id or e-mail address" error={state.fields?.account ?? state.message} isRequired>
          {(ties) => (
            <Input {...ties} name="account" maxLength={1_000} autoComplete="off" spellCheck={false} />
          )}
        </Field>
        <SubmitButton kind="plain" busyLabel="Looking …">
          Find the account
        </SubmitButton>
      </form>
      {state.found ? <Found state={state} word={word} /> : null}
    </div>
  )
}

function Found({
  state: { asked = "", found = [], isCut },
  word,
}: {
  state: Finding
  word: FindAccountProps["word"]
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
        {found.map(({ accountId, status, group, href }) => (
          <li key={accountId}>
            <Link href={href} prefetch={false}>
              <DataText>{accountId}</DataText>
            </Link>
            <GroupMark group={group ?? "unaffected"} maySayUnaffected={word === "unaffected"} />
            {status === "closed" ? <span className="soft">closed</span> : null}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
