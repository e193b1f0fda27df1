import styles from "./qr-code.module.css"

interface QrCodeProps {
  /** What it leads to, for those who do not see it. */
  label: string
  drawing: { size: number; path: string }
}

/** Dark on light in both themes, as cameras want it. */
export function QrCode({ label, drawing: { size, path } }: QrCodeProps) {
  return (
    <svg className={styles.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path className={styles.ground} d={`M0 0h${size}v${size}h-${size}z`} />
      <path className={styles.modules} d={path} shapeRendering="crispEdges" />
    </svg>
  )
}
