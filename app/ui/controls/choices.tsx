import { type ReactNode, useId } from "react"
import styles from "./field.module.css"
import { FieldError } from "./field.tsx"

interface RadioCardsProps {
  legend: string
  name: string
  options: readonly {
    value: string
    label: string
    text?: ReactNode
    /** The option cannot be chosen, and this says why. */
    disabledReason?: string | undefined
  }[]
  defaultValue?: string | undefined
  onChange?: ((value: string) => void) | undefined
  hint?: ReactNode
  error?: string | null | undefined
  isRequired?: boolean | undefined
}

export function RadioCards(props: RadioCardsProps) {
  const { legend, name, options, defaultValue, onChange, hint, error, isRequired } = props
  const id = useId()
  return (
    <fieldset className={styles.set} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className={styles.label}>{legend}</legend>
      {hint ? <div className={styles.hint}>{hint}</div> : null}
      <div className={styles.cards}>
        {options.map(({ value, label, text, disabledReason }) => (
          <label key={value} className={styles.card}>
            <input
              type="radio"
              className={styles.choice}
              name={name}
              value={value}
              defaultChecked={value === defaultValue}
              required={isRequired}
              disabled={disabledReason !== undefined}
              onChange={onChange ? () => onChange(value) : undefined}
            />
            <span className={styles.label}>{label}</span>
            {text ? <span className={styles.cardText}>{text}</span> : null}
            {disabledReason ? <span className={styles.cardText}>{disabledReason}</span> : null}
          </label>
        ))}
      </div>
      {error ? <FieldError id={`${id}-error`} text={error} /> : null}
    </fieldset>
  )
}
