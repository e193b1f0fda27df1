import { type ReactNode, useId } from "react"
import styles from "./field.module.css"
import { FieldError } from "./field.tsx"

interface CheckSetProps {
  legend: string
  name: string
  options: readonly { value: string; label: string; text?: ReactNode }[]
  /** Those that are chosen from the beginning. */
  chosen?: readonly string[] | undefined
  hint?: ReactNode
  error?: string | null | undefined
}

/** Several of a few things, each with a word on what it is. */
export function CheckSet({ legend, name, options, chosen = [], hint, error }: CheckSetProps) {
  const id = useId()
  return (
    <fieldset className={styles.set} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className={styles.label}>{legend}</legend>
      {hint ? <div className={styles.hint}>{hint}</div> : null}
      <div className={styles.cards}>
        {options.map(({ value, label, text }) => (
          <label key={value} className={styles.card}>
            <input
              type="checkbox"
              className={styles.choice}
              name={name}
              value={value}
              defaultChecked={chosen.includes(value)}
            />
            <span className={styles.label}>{label}</span>
            {text ? <span className={styles.cardText}>{text}</span> : null}
          </label>
        ))}
      </div>
      {error ? <FieldError id={`${id}-error`} text={error} /> : null}
    </fieldset>
  )
}
