import { type ReactNode, useId } from "react"
import { ErrorIcon } from "../icons.tsx"
import styles from "./field.module.css"

/** What ties a control to its label, hint and error; spread it onto the control. */
export interface ControlTies {
  id: string
  required: boolean | undefined
  "aria-describedby": string | undefined
  "aria-invalid": true | undefined
}

interface FieldProps {
  label: string
  hint?: ReactNode
  /** What is wrong and how to mend it. */
  error?: string | null | undefined
  isRequired?: boolean | undefined
  children: (control: ControlTies) => ReactNode
}

export function Field({ label, hint, error, isRequired, children }: FieldProps) {
  const id = useId()
  const hintId = hint ? `${id}-hint` : null
  const errorId = error ? `${id}-error` : null
  const control: ControlTies = {
    id,
    required: isRequired,
    "aria-describedby": [hintId, errorId].filter(Boolean).join(" ") || undefined,
    "aria-invalid": error ? true : undefined,
  }
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
        {isRequired ? null : <span className={styles.optional}> (optional)</span>}
      </label>
      {hintId ? (
        <div id={hintId} className={styles.hint}>
          {hint}
        </div>
      ) : null}
      {children(control)}
      {errorId ? <FieldError id={errorId} text={error} /> : null}
    </div>
  )
}

export function FieldError({ id, text }: { id: string; text: string | null | undefined }) {
  return (
    <p id={id} className={styles.error}>
      <ErrorIcon />
      <span>
        <span className="visually-hidden">Error: </span>
        {text}
      </span>
    </p>
  )
}
