import {
  type LetterName,
  letterNames,
  readPart,
  readVariantKey,
} from "../../../../../../../../lib/core/letters.ts"
import { compareCopies } from "../../../../../../../../lib/notices/letters/compare-copies.ts"
import { getCopies } from "../../../../../../../../lib/notices/letters/get-copies.ts"
import type { NoticeRunRoom } from "../../../../../../../server/open-notices.ts"
import { resources } from "../../../../../../../server/resources.ts"
import { Difference } from "../../../../../../../shared/notices/difference.tsx"
import { letterWords, localeWords } from "../../../../../../../shared/notices/words.ts"
import { Panel } from "../../../../../../../ui/blocks/panel.tsx"
import { Button } from "../../../../../../../ui/controls/button.tsx"
import { Field } from "../../../../../../../ui/controls/field.tsx"
import { Select } from "../../../../../../../ui/controls/inputs.tsx"

interface OtherGroupProps {
  room: NoticeRunRoom
  variant: string
  /** The letter that it is held against. */
  against: string | undefined
}

/** What differs between the letters of two groups, as they are written now, in one language. */
export async function OtherGroup({ room: { ctx, incident }, variant, against }: OtherGroupProps) {
  const { part, locale } = readVariantKey(variant)
  const { group } = readPart(part)
  const copies = await getCopies(ctx.db, resources().forms, incident.id)
  const textOf = (letter: LetterName) =>
    copies.find((copy) => copy.letter === letter && copy.locale === locale)?.text
  const others = letterNames.filter((letter) => letter !== group && !letter.startsWith("correction"))
  const other = others.find((letter) => letter === against) ?? others[0]
  const [first, second] = [textOf(group), other && textOf(other)]
  if (!other || !first || !second) return null
  return (
    <Panel
      title="What differs from another group’s letter"
      note={`As they are written now, in ${localeWords[locale]}.`}
    >
      <div className="stack">
        <form method="get" action="#letter" className="row">
          <input type="hidden" name="variant" value={variant} />
          <Field label="Held against the letter to" isRequired>
            {(ties) => (
              <Select
                {...ties}
                name="against"
                key={other}
                defaultValue={other}
                options={others.map((letter) => ({ value: letter, label: letterWords[letter] }))}
              />
            )}
          </Field>
          <Button type="submit">Show what differs</Button>
        </form>
        <Difference
          places={compareCopies(first, second)}
          first={`“${letterWords[group]}”`}
          second={`“${letterWords[other]}”`}
        />
      </div>
    </Panel>
  )
}
