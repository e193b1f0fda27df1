/** In which of its schemes a letter is shown; null: as the reader's system has it. */
export type Scheme = "light" | "dark"

export function schemeIn(request: Request): Scheme | null {
  const asked = new URL(request.url).searchParams.get("scheme")
  return asked === "light" || asked === "dark" ? asked : null
}

/**
 * A letter for a sandboxed frame. Its policy, which the server gives to all that is below /api/letters/, lets no script,
 * no form and nothing from elsewhere in.
 */
export function letterAnswer(html: string, scheme: Scheme | null): Response {
  return new Response(scheme === null ? html : inScheme(html, scheme), {
    headers: { "content-type": "text/html; charset=utf-8" },
  })
}

/** Has the letter show one of its schemes, whatever the system has: the page shows them side by side. */
function inScheme(html: string, scheme: Scheme): string {
  return html
    .replaceAll("@media (prefers-color-scheme: dark)", scheme === "dark" ? "@media all" : "@media not all")
    .replaceAll(/(color-scheme(?:"\s+content="|:\s*))light dark/g, `$1${scheme}`)
}
