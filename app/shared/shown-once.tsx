"use client"

import { Notice } from "../ui/blocks/notice.tsx"
import { CopyButton } from "../ui/controls/copy-button.tsx"

interface ShownOnceProps {
  title: string
  /** The text that nobody can see again. */
  secret: string
  /** What is copied, as the button says it. */
  label: string
  children: string
}

/** A secret that was just made: we keep no more of it than we need to know it again. */
export function ShownOnce({ title, secret, label, children }: ShownOnceProps) {
  return (
    <Notice tone="done" title={title} actions={<CopyButton text={secret} label={label} />}>
      <p>{children}</p>
      <pre>{secret}</pre>
    </Notice>
  )
}
