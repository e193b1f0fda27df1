import { wordsOf } from "../../../lib/trail/act-words.ts"
import type { EntriesPage } from "../../../lib/trail/list-entries.ts"
import { type EntriesQuery, serialiseFilters } from "../../../lib/trail/schemas.ts"
import { Button, LinkButton } from "../../ui/controls/button.tsx"
import { Field } from "../../ui/controls/field.tsx"
import { Input, Select } from "../../ui/controls/inputs.tsx"
import styles from "../filters/filters.module.css"

interface ActivityFiltersProps {
  path: string
  asked: EntriesQuery
  page: Pick<EntriesPage, "acts" | "people">
}

/** Filters that stand in the address; a plain form, which another address brings its own values to. */
export function ActivityFilters({ path, asked, page }: ActivityFiltersProps) {
  const acts = page.acts
    .map((act) => ({ value: act, label: wordsOf(act) }))
    .sort((one, other) => one.label.localeCompare(other.label))
  const people = page.people.map(({ id, name }) => ({ value: id, label: name }))
  const filters = serialiseFilters(asked).toString()
  return (
    <form key={filters} className={styles.form} method="get" action={path}>
      <div className={styles.fields}>
        <Field label="Act" isRequired>
          {({ required: _, ...ties }) => (
            <Select
              {...ties}
              name="act"
              defaultValue={asked.act ?? ""}
              options={[{ value: "", label: "Any act" }, ...acts]}
            />
          )}
        </Field>
        <Field label="Person" isRequired>
          {({ required: _, ...ties }) => (
            <Select
              {...ties}
              name="actor"
              defaultValue={asked.actor ?? ""}
              options={[{ value: "", label: "Anybody" }, ...people]}
            />
          )}
        </Field>
        <Field label="From day (UTC)" isRequired>
          {({ required: _, ...ties }) => (
            <Input {...ties} type="date" name="from" defaultValue={asked.from ?? ""} />
          )}
        </Field>
        <Field label="To day (UTC)" isRequired>
          {({ required: _, ...ties }) => (
            <Input {...ties} type="date" name="to" defaultValue={asked.to ?? ""} />
          )}
        </Field>
        <span className={styles.buttons}>
          <Button type="submit">Apply</Button>
          {filters === "" ? null : <LinkButton href={path}>Clear all filters</LinkButton>}
        </span>
      </div>
    </form>
  )
}
