import { setTimeout as wait } from "node:timers/promises"
import { AppError } from "../../lib/core/errors.ts"

const TIMEOUT_MS = 60_000

/** One answer of the console, read to its end. */
export interface Click {
  path: string
  ms: number
  /** What was wrong with it, or null. */
  fault: string | null
}

interface Clicking {
  url: string
  /** One for each session. */
  cookies: readonly string[]
  everyMs: number
  until: Promise<unknown>
}

/** What people look at, over and over. */
const paths = [
  "/",
  "/incidents/INC-1",
  "/incidents/INC-1/people",
  "/api/incidents/INC-1/people?limit=100",
  "/api/incidents/INC-1/people?side=viewer&gradeMin=tapped&sort=first_at&direction=desc",
  "/incidents/INC-1/exposures",
  "/api/incidents/INC-1/exposures?limit=100",
  "/incidents/INC-1/questions",
  "/incidents/INC-1/revisions",
  "/incidents/INC-1/report",
]

/** Signs in as a browser does. */
export async function signIn(url: string, login: { email: string; password: string }): Promise<string> {
  const response = await fetch(new URL("/api/sign-in", url), {
    method: "POST",
    headers: { origin: url },
    body: new URLSearchParams(login),
    redirect: "manual",
  })
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.slice(0, cookie.indexOf(";")))
  if (response.status !== 303 || cookies.length === 0)
    throw new AppError("unavailable", `the console let nobody in: ${response.status}`)
  return cookies.join("; ")
}

/** Each session clicks at its pace, set off evenly, waits for each answer, and goes on until it is time to stop. */
export async function clickThrough({ url, cookies, everyMs, until }: Clicking): Promise<Click[]> {
  let isOver = false
  const ending = until.finally(() => {
    isOver = true
  })
  const clicks: Click[] = []
  const session = async (cookie: string, index: number) => {
    await wait((everyMs * index) / cookies.length)
    for (let nth = index; !isOver; nth++) {
      const startedAt = performance.now()
      clicks.push(await click(url, paths[nth % paths.length] ?? "/", cookie))
      await wait(Math.max(0, everyMs - (performance.now() - startedAt)))
    }
  }
  await Promise.all([ending, ...cookies.map(session)])
  return clicks
}

async function click(url: string, path: string, cookie: string): Promise<Click> {
  const startedAt = performance.now()
  try {
    const response = await fetch(new URL(path, url), {
      headers: { cookie },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const text = await response.text()
    const isSignIn = response.url.includes("/sign-in")
    const fault = response.status === 200 && text !== "" && !isSignIn ? null : `answered ${response.status}`
    return { path, ms: performance.now() - startedAt, fault }
  } catch (error) {
    return { path, ms: performance.now() - startedAt, fault: (error as Error).message }
  }
}
