import { classes } from "../../ui/classes.ts"
import styles from "./letters.module.css"

interface LetterFrameProps {
  title: string
  src: string
  looks?: "desktop" | "phone"
}

/** A letter as it is rendered, apart from the page: no script, no form and nothing from elsewhere runs in it. */
export function LetterFrame({ title, src, looks = "desktop" }: LetterFrameProps) {
  return (
    <iframe
      className={classes(styles.frame, looks === "phone" && styles.phone)}
      title={title}
      src={src}
      sandbox=""
      referrerPolicy="no-referrer"
    />
  )
}
