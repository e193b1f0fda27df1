import { CopyButton } from "../controls/copy-button.tsx"
import styles from "./digest.module.css"

interface DigestProps {
  sha256: string
  /** Shows all 64 digits, as evidence on paper must. */
  isWhole?: boolean | undefined
}

/** A SHA-256, shortened to its first and last digits on the screen; what is copied and printed is the whole. */
export function Digest({ sha256, isWhole }: DigestProps) {
  return (
    <span className={isWhole ? styles.whole : styles.digest}>
      {isWhole ? (
        <code>{sha256}</code>
      ) : (
        <>
          <code className="screen-only" title={sha256}>
            {sha256.slice(0, 8)}…{sha256.slice(-4)}
          </code>
          <code className={styles.printed}>{sha256}</code>
        </>
      )}
      <CopyButton isCompact text={sha256} label={`Copy SHA-256 ${sha256.slice(0, 8)}`} />
    </span>
  )
}
