import type { ReactNode } from "react"
import { classes } from "../classes.ts"
import { CautionIcon, DoneIcon, ErrorIcon, InfoIcon } from "../icons.tsx"
import styles from "./notice.module.css"

const tones = {
  info: { word: "Note", Icon: InfoIcon },
  caution: { word: "Caution", Icon: CautionIcon },
  error: { word: "Error", Icon: ErrorIcon },
  done: { word: "Done", Icon: DoneIcon },
}

interface NoticeProps {
  tone: keyof typeof tones
  /** In place of the tone's word: a short sentence that says what is the matter. */
  title?: string | undefined
  children?: ReactNode
  actions?: ReactNode
}

/** What the reader must know before going on; errors and things done are announced when they appear. */
export function Notice({ tone, title, children, actions }: NoticeProps) {
  const { word, Icon } = tones[tone]
  const role = tone === "error" ? "alert" : tone === "done" ? "status" : undefined
  return (
    <div className={classes(styles.notice, styles[tone])} role={role}>
      <Icon className={styles.icon} />
      <div className={styles.text}>
        <p className={styles.title}>{title ?? word}</p>
        {title ? <span className="visually-hidden">{word}. </span> : null}
        {children ? <div>{children}</div> : null}
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
    </div>
  )
}
