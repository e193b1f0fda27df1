"use client"

import { useActionState } from "react"
import { type LetterText, sectionNames } from "../../../../../../../../lib/core/letters.ts"
import { keep } from "../../../../../../../shared/keep.ts"
import { sectionWords } from "../../../../../../../shared/notices/words.ts"
import { Disclosure } from "../../../../../../../ui/blocks/disclosure.tsx"
import { Notice } from "../../../../../../../ui/blocks/notice.tsx"
import { Field } from "../../../../../../../ui/controls/field.tsx"
import { Input, Textarea } from "../../../../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../../../../ui/controls/submit-button.tsx"
import styles from "../../../notices.module.css"
import { type ShownCopy, saveCopyAction } from "../../actions.ts"
import { MergeFields } from "./merge-fields.tsx"

interface CopyFormProps {
  shown: ShownCopy
  text: LetterText
  /** The fields that it may have. */
  marks: readonly string[]
  disabledReason: string | null
}

/** What a letter says, section by section; keeping it makes a version. */
export function CopyForm({ shown, text, marks, disabledReason }: CopyFormProps) {
  const [{ fields = {}, message }, action] = useActionState(saveCopyAction.bind(null, shown), {})
  const error = (name: string) => fields[`text.${name}`] ?? fields[name]
  const given = sectionNames.filter((name) => text.sections[name] !== undefined)
  const others = sectionNames.filter((name) => text.sections[name] === undefined)
  const section = (name: (typeof sectionNames)[number]) => (
    <Field
      key={name}
      label={sectionWords[name].title}
      hint={sectionWords[name].hint}
      error={error(`sections.${name}`)}
    >
      {(ties) => (
        <Textarea
          {...ties}
          name={`section.${name}`}
          lang={shown.locale}
          rows={rowsFor(text.sections[name] ?? "")}
          maxLength={6000}
          defaultValue={text.sections[name] ?? ""}
        />
      )}
    </Field>
  )
  return (
    <form action={action} onReset={keep} className={styles.copy}>
      <div className="stack">
        <Field label="Subject" error={error("subject")} isRequired>
          {(ties) => (
            <Input {...ties} name="subject" lang={shown.locale} maxLength={150} defaultValue={text.subject} />
          )}
        </Field>
        <Field
          label="Subject where the law forbids a description"
          hint="Massachusetts. Left out, it is the same."
          error={error("subjectWithoutDescription")}
        >
          {(ties) => (
            <Input
              {...ties}
              name="subjectWithoutDescription"
              lang={shown.locale}
              maxLength={150}
              defaultValue={text.subjectWithoutDescription ?? ""}
            />
          )}
        </Field>
        {given.map(section)}
        {others.length === 0 ? null : (
          <Disclosure summary="Sections that this letter does not have">
            <div className="stack">{others.map(section)}</div>
          </Disclosure>
        )}
        <Field
          label="Why it is changed"
          hint="It stands with the version, and in the trail."
          error={fields.reason}
          isRequired
        >
          {(ties) => <Textarea {...ties} name="reason" rows={2} maxLength={2000} />}
        </Field>
        <Notice tone="info" title="A changed comma voids an approval">
          What was approved is what would be sent: with another version it has to be asked for again.
        </Notice>
        {message ? <Notice tone="error">{message}</Notice> : null}
        <div>
          <SubmitButton busyLabel="Keeping the version …" disabledReason={disabledReason}>
            Keep as version {String(shown.version + 1)}
          </SubmitButton>
        </div>
      </div>
      <MergeFields marks={marks} />
    </form>
  )
}

/** About as many characters as a line of the field holds. */
const LINE_CHARACTERS = 80
const ROWS_MAX = 16

/** So many lines that the text can be read without scrolling in it. */
function rowsFor(text: string): number {
  const lines = text
    .split("\n")
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE_CHARACTERS)), 0)
  return Math.min(ROWS_MAX, Math.max(3, lines + 1))
}
