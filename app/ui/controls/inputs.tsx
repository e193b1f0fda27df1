import type { ComponentProps } from "react"
import { classes } from "../classes.ts"
import styles from "./field.module.css"

interface Looks {
  /** For identifiers, patterns and file contents. */
  isCode?: boolean | undefined
}

export function Input({ isCode, className, ...rest }: ComponentProps<"input"> & Looks) {
  return <input {...rest} className={classes(styles.control, isCode && styles.code, className)} />
}

export function Textarea({ isCode, className, ...rest }: ComponentProps<"textarea"> & Looks) {
  return (
    <textarea
      {...rest}
      className={classes(styles.control, styles.textarea, isCode && styles.code, className)}
    />
  )
}

interface SelectProps extends ComponentProps<"select"> {
  options: readonly { value: string; label: string }[]
}

export function Select({ options, className, ...rest }: SelectProps) {
  return (
    <select {...rest} className={classes(styles.control, styles.select, className)}>
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}
