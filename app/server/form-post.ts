import { AppError } from "../../lib/core/errors.ts"

/** What a form holds; nothing, where what was sent is no form. */
export async function formOf(request: Request): Promise<FormData> {
  return await request.formData().catch(() => new FormData())
}

/** Whether a page of ours sent this: browsers say from which site a request comes, or name the origin of every form. */
export function isOwnPost(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site")
  if (site !== null) return site === "same-origin"
  const origin = request.headers.get("origin")
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host")
  return origin !== null && URL.canParse(origin) && new URL(origin).host === host
}

/**
 * Whether a person asked for a file by a link of ours or by its address: what another site's page makes a browser fetch,
 * or what is fetched ahead, is not. Browsers that do not say from which site (over plain HTTP) name the page instead.
 */
function isOwnDownload({ headers }: Request): boolean {
  if (/prefetch|prerender/i.test(headers.get("sec-purpose") ?? headers.get("purpose") ?? "")) return false
  const site = headers.get("sec-fetch-site")
  if (site !== null) return site === "same-origin" || site === "none"
  const referrer = headers.get("referer")
  const host = headers.get("x-forwarded-host") ?? headers.get("host")
  return referrer !== null && URL.canParse(referrer) && new URL(referrer).host === host
}

/** Refuses what is not. @throws AppError forbidden */
export function demandOwnDownload(request: Request): void {
  if (!isOwnDownload(request))
    throw new AppError("forbidden", "Take lists away from the console’s own pages, or type their address")
}

/** Sends a browser on to an address of ours after a POST, with the cookies that it is to keep. */
export function sendOn(address: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location: address })
  for (const cookie of cookies) headers.append("set-cookie", cookie)
  return new Response(null, { status: 303, headers })
}

/** An address within the console that a link named, as browsers will read it; anything else leads to the board. */
export function ownAddress(text: FormDataEntryValue | string | null | undefined): string {
  if (typeof text !== "string" || !URL.canParse(text, CONSOLE)) return "/"
  const { origin, pathname, search, hash } = new URL(text, CONSOLE)
  return origin === CONSOLE && !pathname.startsWith("//") ? `${pathname}${search}${hash}` : "/"
}

/** Stands for our own address, whatever it is. */
const CONSOLE = "http://console.invalid"

/** What a request brings, piece by piece. */
export async function* chunksOf({ body }: Request): AsyncGenerator<Uint8Array> {
  if (body === null) return
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}
