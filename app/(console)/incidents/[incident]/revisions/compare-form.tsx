import Form from "next/form"
import { Button } from "../../../../ui/controls/button.tsx"
import { Field } from "../../../../ui/controls/field.tsx"
import { Select } from "../../../../ui/controls/inputs.tsx"
import styles from "./revisions.module.css"

interface CompareFormProps {
  path: string
  finished: readonly number[]
  before: number
  after: number
}

/** Which two finished revisions are compared; both stand in the address. */
export function CompareForm({ path, finished, before, after }: CompareFormProps) {
  const options = finished.map((number) => ({ value: String(number), label: `Revision ${number}` }))
  return (
    <Form key={`${before} ${after}`} action={path} className={styles.compare} scroll={false}>
      <Field label="Before" isRequired>
        {(ties) => <Select {...ties} name="with" options={options} defaultValue={String(before)} />}
      </Field>
      <Field label="Now" isRequired>
        {(ties) => <Select {...ties} name="revision" options={options} defaultValue={String(after)} />}
      </Field>
      <Button type="submit">Compare them</Button>
    </Form>
  )
}
