import styles from "./share-bar.module.css"

export type ShareTone = "done" | "accent" | "caution" | "error" | "quiet" | "ground"

interface ShareBarProps {
  /** What all parts together are. */
  label: string
  parts: readonly { word: string; count: number; tone: ShareTone }[]
}

/** The parts of a whole in one line; the numbers stand beside it, or in its label. */
export function ShareBar({ label, parts }: ShareBarProps) {
  const total = parts.reduce((sum, { count }) => sum + count, 0)
  const shown = parts.filter(({ count }) => count > 0)
  let from = 0
  const places = shown.map((part) => {
    const width = (part.count / total) * WIDTH
    from += width
    return { ...part, x: from - width, width }
  })
  return (
    <svg
      className={styles.bar}
      viewBox={`0 0 ${WIDTH} 8`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect className={styles.ground} width={WIDTH} height={8} />
      {places.map(({ word, tone, x, width }) => (
        <rect key={word} className={styles[tone]} x={x} width={width} height={8} />
      ))}
    </svg>
  )
}

const WIDTH = 1000
