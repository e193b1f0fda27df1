"use client"

import { type ReactNode, useId, useRef, useState } from "react"
import { Notice } from "../blocks/notice.tsx"
import { CloseIcon } from "../icons.tsx"
import { Button, type ButtonKind } from "./button.tsx"
import styles from "./dialog.module.css"

interface DialogProps {
  /** The button that opens the dialog. */
  opener: {
    label: string
    /** What it does to which thing, where the label alone stands many times on the page. */
    fullLabel?: string
    kind?: ButtonKind
    isSmall?: boolean
    disabledReason?: string | null
  }
  title: string
  /** What will happen, in numbers, and fields where something must be said. */
  children: ReactNode
  /** Repeats the verb with its number: "Send 11,700 letters". */
  confirm: { label: string; busyLabel: string; kind?: ButtonKind; disabledReason?: string | null }
  cancelLabel?: string
  /** Does it with the form's fields; the dialog stays open and shows the text that it answers with, if any. */
  action: (form: FormData) => Promise<string | null | undefined> | Promise<void>
}

export function Dialog({ opener, title, children, confirm, cancelLabel = "Cancel", action }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const close = () => dialog.current?.close()

  async function submit(form: FormData) {
    setBusy(true)
    try {
      const answer = (await action(form)) ?? null
      setProblem(answer)
      if (answer === null) close()
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <Button
        kind={opener.kind}
        isSmall={opener.isSmall}
        disabledReason={opener.disabledReason}
        aria-haspopup="dialog"
        aria-label={opener.fullLabel}
        onClick={() => dialog.current?.showModal()}
      >
        {opener.label}
      </Button>
      <dialog ref={dialog} className={styles.dialog} aria-labelledby={titleId}>
        <form action={submit} className={styles.form}>
          <div className={styles.head}>
            <h2 id={titleId}>{title}</h2>
            <button type="button" className={styles.close} onClick={close}>
              <CloseIcon />
              <span className="visually-hidden">Close</span>
            </button>
          </div>
          <div className={styles.body}>
            {children}
            {problem ? <Notice tone="error">{problem}</Notice> : null}
          </div>
          <div className={styles.foot}>
            <Button onClick={close}>{cancelLabel}</Button>
            <Button
              type="submit"
              kind={confirm.kind ?? "primary"}
              disabledReason={confirm.disabledReason}
              busyLabel={isBusy ? confirm.busyLabel : null}
            >
              {confirm.label}
            </Button>
          </div>
        </form>
      </dialog>
    </>
  )
}
