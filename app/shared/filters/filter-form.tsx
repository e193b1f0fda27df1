"use client"

import { useRouter } from "next/navigation"
import { type FormEvent, type ReactNode, useOptimistic, useState, useTransition } from "react"
import { Button } from "../../ui/controls/button.tsx"
import { Field } from "../../ui/controls/field.tsx"
import { Input, Select } from "../../ui/controls/inputs.tsx"
import styles from "./filters.module.css"

/** Any of these: none chosen asks for all. */
export interface FilterChips {
  name: string
  legend: string
  options: readonly { value: string; label: ReactNode; count?: string | undefined }[]
}

export interface FilterSelect {
  name: string
  label: string
  options: readonly { value: string; label: string }[]
}

export interface FilterText {
  name: string
  label: string
}

interface FilterFormProps {
  /** The page whose list is filtered. */
  path: string
  /** What stays in the address whatever is filtered: revision, sort. */
  kept: Readonly<Record<string, string>>
  /** What is filtered now, as the text of a query. */
  asked: string
  chips: readonly FilterChips[]
  selects: readonly FilterSelect[]
  text: FilterText
}

/** Filters that stand in the address. Choices take effect at once; without scripts, with the button. */
export function FilterForm({ path, kept, asked, chips, selects, text }: FilterFormProps) {
  const { shown, isPending, go } = useAddress(path, kept, asked)
  const given = new URLSearchParams(shown)
  const [typed, setTyped] = useTyped(new URLSearchParams(asked).get(text.name) ?? "")
  const change = (alter: (params: URLSearchParams) => void) => {
    const params = new URLSearchParams(shown)
    alter(params)
    go(params)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change((params) => setOrDrop(params, text.name, typed.trim()))
  }
  return (
    <form className={styles.form} method="get" action={path} onSubmit={submit} aria-busy={isPending}>
      {Object.entries(kept).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {chips.map((set) => (
        <Chips key={set.name} set={set} chosen={given.getAll(set.name)} onChange={change} />
      ))}
      <div className={styles.fields}>
        {selects.map(({ name, label, options }) => (
          <Field key={name} label={label} isRequired>
            {({ required: _, ...ties }) => (
              <Select
                {...ties}
                name={name}
                options={options}
                value={given.get(name) ?? ""}
                onChange={({ target }) => change((params) => setOrDrop(params, name, target.value))}
              />
            )}
          </Field>
        ))}
        <Field label={text.label} isRequired>
          {({ required: _, ...ties }) => (
            <Input
              {...ties}
              type="search"
              name={text.name}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
              maxLength={1_000}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
        <span className={styles.buttons}>
          <Button type="submit">Apply</Button>
          {shown === "" ? null : <Button onClick={() => go(new URLSearchParams())}>Clear all filters</Button>}
        </span>
      </div>
    </form>
  )
}

interface ChipsProps {
  set: FilterChips
  chosen: readonly string[]
  onChange: (alter: (params: URLSearchParams) => void) => void
}

function Chips({ set: { name, legend, options }, chosen, onChange }: ChipsProps) {
  return (
    <fieldset className={styles.set}>
      <legend>{legend}</legend>
      <div className={styles.chips}>
        {options.map(({ value, label, count }) => (
          <label key={value} className={styles.chip}>
            <input
              type="checkbox"
              className="visually-hidden"
              name={name}
              value={value}
              checked={chosen.includes(value)}
              onChange={({ target }) =>
                onChange((params) =>
                  target.checked ? params.append(name, value) : params.delete(name, value),
                )
              }
            />
            {label}
            {count === undefined ? null : <span className={styles.count}>{count}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** What is asked for, shown as it will be while the page with it is under way. */
function useAddress(path: string, kept: Readonly<Record<string, string>>, asked: string) {
  const router = useRouter()
  const [shown, show] = useOptimistic(asked)
  const [isPending, startTransition] = useTransition()
  const go = (params: URLSearchParams) =>
    startTransition(() => {
      show(params.toString())
      router.push(`${path}?${new URLSearchParams([...Object.entries(kept), ...params])}`, { scroll: false })
    })
  return { shown, isPending, go }
}

/** Text as it is typed; another address brings its own. */
function useTyped(asked: string) {
  const [typed, setTyped] = useState(asked)
  const [before, setBefore] = useState(asked)
  if (before !== asked) {
    setBefore(asked)
    setTyped(asked)
  }
  return [typed, setTyped] as const
}

function setOrDrop(params: URLSearchParams, name: string, value: string): void {
  if (value === "") params.delete(name)
  else params.set(name, value)
}
