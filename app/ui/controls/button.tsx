import Link from "next/link"
import { type ComponentProps, type ReactNode, useId } from "react"
import { classes } from "../classes.ts"
import styles from "./button.module.css"

export type ButtonKind = "primary" | "plain" | "danger"

interface ButtonLooks {
  kind?: ButtonKind | undefined
  isSmall?: boolean | undefined
}

export interface ButtonProps extends Omit<ComponentProps<"button">, "disabled">, ButtonLooks {
  /** Disables the button and says why beneath it. */
  disabledReason?: string | null | undefined
  /** What it is doing just now, in place of its label; it cannot be pressed meanwhile. */
  busyLabel?: string | null | undefined
}

/** The label is a verb with its object: "Start the run", "Send 11,700 letters". */
export function Button({ kind, isSmall, disabledReason, busyLabel, children, ...rest }: ButtonProps) {
  const reasonId = useId()
  const button = (
    <button
      type="button"
      {...rest}
      className={classes(buttonClass({ kind, isSmall }), rest.className)}
      disabled={Boolean(disabledReason || busyLabel)}
      aria-busy={busyLabel ? true : undefined}
      aria-describedby={disabledReason ? reasonId : rest["aria-describedby"]}
    >
      {busyLabel ?? children}
    </button>
  )
  if (!disabledReason) return button
  return (
    <span className={styles.withReason}>
      {button}
      <span id={reasonId} className={styles.reason}>
        {disabledReason}
      </span>
    </span>
  )
}

interface LinkButtonProps extends ButtonLooks {
  href: string
  /** For a file that the address answers with. */
  download?: boolean | string | undefined
  children: ReactNode
}

/** Looks like a button and leads to an address; a download is a plain link, so that nothing is fetched ahead. */
export function LinkButton({ kind, isSmall, href, download, children }: LinkButtonProps) {
  const className = buttonClass({ kind, isSmall })
  if (download !== undefined)
    return (
      <a className={className} href={href} download={download}>
        {children}
      </a>
    )
  return (
    <Link className={className} href={href}>
      {children}
    </Link>
  )
}

function buttonClass({ kind = "plain", isSmall }: ButtonLooks): string {
  return classes(styles.button, styles[kind], isSmall && styles.small)
}
