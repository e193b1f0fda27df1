import { INBOX_HREF } from "../../shared/addresses.ts"
import styles from "../../shared/filters/filters.module.css"
import { Button, LinkButton } from "../../ui/controls/button.tsx"
import { Field } from "../../ui/controls/field.tsx"
import { Input } from "../../ui/controls/inputs.tsx"

/** A search that stands in the address; a plain form. */
export function InboxSearch({ subject = "" }: { subject?: string | undefined }) {
  return (
    <form key={subject} className={styles.form} method="get" action={INBOX_HREF}>
      <div className={styles.fields}>
        <Field label="Subject holds" isRequired>
          {({ required: _, ...ties }) => (
            <Input {...ties} type="search" name="subject" maxLength={200} defaultValue={subject} />
          )}
        </Field>
        <span className={styles.buttons}>
          <Button type="submit">Search</Button>
          {subject === "" ? null : <LinkButton href={INBOX_HREF}>Show all letters</LinkButton>}
        </span>
      </div>
    </form>
  )
}
