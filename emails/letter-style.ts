import type { CSSProperties } from "react"

/** Both schemes, with at least 4.5 : 1 between text and ground; the lint of letters computes it anew for each. */
const light = { page: "#eef0f3", sheet: "#ffffff", ink: "#1c2430", quiet: "#4a5565", line: "#d3d8df" }
const dark = { page: "#0f1216", sheet: "#191e25", ink: "#e9ecf0", quiet: "#b3bcc8", line: "#3a434f" }

const FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

/** Inline, for mail programs that drop style sheets; they show the light scheme, or turn it dark themselves. */
export const styles = {
  page: {
    margin: "0",
    padding: "24px 12px",
    backgroundColor: light.page,
    color: light.ink,
    fontFamily: FONT,
  },
  preview: { display: "none", maxHeight: "0", overflow: "hidden" },
  sheet: {
    maxWidth: "600px",
    margin: "0 auto",
    padding: "32px 36px",
    backgroundColor: light.sheet,
    color: light.ink,
    borderRadius: "8px",
    fontSize: "16px",
    lineHeight: "25px",
    overflowWrap: "break-word",
  },
  company: {
    margin: "0 0 20px",
    color: light.quiet,
    fontSize: "15px",
    lineHeight: "22px",
    fontWeight: "600",
  },
  title: { margin: "0 0 20px", fontSize: "24px", lineHeight: "31px", fontWeight: "700" },
  heading: { margin: "30px 0 8px", fontSize: "18px", lineHeight: "25px", fontWeight: "700" },
  paragraph: { margin: "0 0 14px", fontSize: "16px", lineHeight: "25px" },
  list: { margin: "0 0 14px", padding: "0 0 0 26px" },
  item: { margin: "0 0 8px", fontSize: "16px", lineHeight: "25px" },
  rule: { margin: "30px 0 18px", border: "0", borderTop: `1px solid ${light.line}` },
  small: { margin: "0 0 8px", color: light.quiet, fontSize: "14px", lineHeight: "21px" },
} as const satisfies Record<string, CSSProperties>

/** What inline styles cannot say: the dark scheme, and narrow screens. */
export const STYLE_SHEET = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: ${dark.page} !important; color: ${dark.ink} !important; }
  .sheet { background-color: ${dark.sheet} !important; color: ${dark.ink} !important; }
  .quiet { color: ${dark.quiet} !important; }
  .rule { border-top-color: ${dark.line} !important; }
}
@media (max-width: 480px) {
  .page { padding: 0 !important; }
  .sheet { padding: 24px 20px !important; border-radius: 0 !important; }
}
`
