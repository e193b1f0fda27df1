import { AppError } from "../../lib/core/errors.ts"

/** Times of one address of a running console in milliseconds. */
export interface Served {
  name: string
  path: string
  ms: number[]
}

export interface HttpSettings {
  /** An incident's first page, such as http://127.0.0.1:4600/incidents/INC-1. */
  url: string
  cookie: string | null
  rounds: number
  onStep: (text: string) => void
}

const WARM_UP = 5
const TIMEOUT_MS = 30_000

/** Asks a running console for the same, answers read to their ends, one after the other. */
export async function measureHttp(settings: HttpSettings): Promise<Served[]> {
  const page = new URL(settings.url)
  const api = `/api${page.pathname}`
  const first = await answer(page, `${api}/people?limit=100`, settings.cookie)
  const { rows, nextCursor } = JSON.parse(first) as { rows: { pseudonym: string }[]; nextCursor: string }
  const person = encodeURIComponent(rows[0]?.pseudonym ?? "")
  const paths: [string, string][] = [
    ["people: first page", `${api}/people?limit=100`],
    ["people: the next page", `${api}/people?limit=100&cursor=${encodeURIComponent(nextCursor)}`],
    ["people: filtered and sorted", `${api}/people?side=viewer&gradeMin=tapped&sort=first_at&direction=desc`],
    ["exposures: first page", `${api}/exposures?limit=100`],
    ["the page of people", `${page.pathname}/people`],
    ["the page of one account", `${page.pathname}/people/${person}`],
  ]
  const served: Served[] = []
  for (const [name, path] of paths) {
    settings.onStep(`asking the console ${settings.rounds} times: ${name}`)
    const ms: number[] = []
    for (let round = -WARM_UP; round < settings.rounds; round++) {
      const startedAt = performance.now()
      await answer(page, path, settings.cookie)
      if (round >= 0) ms.push(performance.now() - startedAt)
    }
    served.push({ name, path, ms })
  }
  return served
}

async function answer(base: URL, path: string, cookie: string | null): Promise<string> {
  const response = await fetch(new URL(path, base), {
    headers: cookie === null ? {} : { cookie },
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const text = await response.text()
  if (response.status !== 200)
    throw new AppError(
      "unavailable",
      `${path} answered ${response.status}; is the cookie that of somebody signed in?`,
    )
  return text
}
