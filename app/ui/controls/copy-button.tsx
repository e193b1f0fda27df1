"use client"

import { useState } from "react"
import { CopyIcon, DoneIcon } from "../icons.tsx"
import { Button } from "./button.tsx"
import styles from "./copy-button.module.css"

interface CopyButtonProps {
  text: string
  /** What is copied, as the button says it: "Copy request". */
  label: string
  /** Shows the icon only; the label is kept for those who cannot see it. */
  isCompact?: boolean | undefined
}

export function CopyButton({ text, label, isCompact }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null)
  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setOutcome("copied")
    } catch {
      setOutcome("refused")
    }
    setTimeout(() => setOutcome(null), 4000)
  }
  const words = outcome === "copied" ? "Copied" : outcome === "refused" ? "Could not copy" : label
  return (
    <>
      {isCompact ? (
        <button type="button" className={styles.compact} onClick={copy} title={words}>
          {outcome === "copied" ? <DoneIcon /> : <CopyIcon />}
          <span className="visually-hidden">{label}</span>
        </button>
      ) : (
        <Button isSmall onClick={copy}>
          {outcome === "copied" ? <DoneIcon /> : <CopyIcon />}
          {words}
        </Button>
      )}
      <output className="visually-hidden">{outcome ? words : ""}</output>
    </>
  )
}
