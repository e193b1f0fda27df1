import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type APIRequestContext, type APIResponse, request as requests } from "@playwright/test"
import { may } from "../lib/access/rules.ts"
import { projectRoot } from "../lib/platform/config.ts"
import { formActions, type Pass, routes } from "../scripts/checks/doors.ts"
import { sessionFile } from "./installation.ts"
import { expect, test } from "./journey.ts"
import { people, roleOf } from "./people.ts"
import { FRIDAY, untilDone } from "./rooms.ts"

test.setTimeout(300_000)

/** One of each role, and nobody. */
const visitors = [...people.filter((person) => person !== "counsel" && person !== "responder"), null]

/** What stands in the places of an address; it need not be there, for who may not is told so before. */
const parts: Record<string, string> = {
  incident: "INC-1",
  pseudonym: "P-0000-0000-0000",
  run: "01a2000e-3c67-779b-bf82-c50edffd99e7",
  set: "01a2000e-3c67-779b-bf82-c50edffd99e7",
  approval: "01a2000e-3c67-779b-bf82-c50edffd99e7",
  member: "01a2000e-3c67-779b-bf82-c50edffd99e7",
  list: "inputs",
  name: "a.csv",
  letter: "owner_video",
  number: "1",
  stretch: "1-1",
  locale: "en",
  token: "none",
}

/** Ends the session by which the other journeys go. */
const ENDS = "POST /api/sign-out"

test.beforeEach(async ({ page }) => untilDone(page, FRIDAY))

for (const person of visitors) {
  const who = person ?? "nobody"

  test(`every address opens to ${who} where it is for them, and not elsewhere`, async ({ baseURL }) => {
    const request = await requestOf(baseURL, person)
    for (const [route, pass] of Object.entries(routes)) {
      if (route === ENDS && person !== null) continue
      const [method = "", address = ""] = route.split(" ")
      const answer = await ask(request, method, filled(address), baseURL ?? "")
      expect.soft(outcomeOf(answer, method), `${route} for ${who}`).toBe(expected(pass, person, method))
    }
    await request.dispose()
  })

  test(`no action of a form is performed for ${who} that is for others`, async ({ baseURL }) => {
    const request = await requestOf(baseURL, person)
    const others = serverActions().filter(({ name }) => expected(passOf(name), person, "POST") === "refused")
    for (const { id, name, page } of others) {
      const answer = await request.post(filled(page), {
        headers: { "next-action": id, origin: baseURL ?? "", accept: "text/x-component" },
        multipart: { 0: "[]" },
        maxRedirects: 0,
      })
      const isToSignIn = (answer.headers()["x-action-redirect"] ?? "").startsWith("/sign-in?next=")
      const outcome = isToSignIn ? "to sign-in" : answer.status()
      expect.soft([name, outcome]).toEqual([name, person ? 403 : "to sign-in"])
    }
    await request.dispose()
  })
}

function passOf(action: string): Pass {
  const pass = formActions[action]
  if (pass === undefined) throw new Error(`${action} has no line in scripts/checks/doors.ts`)
  return pass
}

type Outcome = "opens" | "refused" | "to sign-in"

function expected(pass: Pass, person: (typeof visitors)[number], method: string): Outcome {
  if (pass === "everybody") return "opens"
  if (person === null) return method === "page" ? "to sign-in" : "refused"
  return pass === "member" || may({ role: roleOf(person) }, pass).allowed ? "opens" : "refused"
}

/** What is not there, or asks for more, opens too: it is who may not that must not get so far. */
function outcomeOf(answer: APIResponse, method: string): Outcome {
  const leadsTo = answer.headers().location ?? ""
  if (method === "page" && leadsTo.includes("/sign-in?next=")) return "to sign-in"
  return answer.status() === 401 || answer.status() === 403 ? "refused" : "opens"
}

async function ask(request: APIRequestContext, method: string, address: string, origin: string) {
  const headers = { origin, "sec-fetch-site": "same-origin" }
  const get = method === "page" ? "GET" : method
  const data = method === "PUT" ? { data: "a,b\n" } : {}
  return await request.fetch(address, { method: get, headers, maxRedirects: 0, ...data })
}

function filled(address: string): string {
  return address.replaceAll(/\[(\w+)\]/g, (_, name: string) => parts[name] ?? name)
}

async function requestOf(
  baseURL: string | undefined,
  person: (typeof visitors)[number],
): Promise<APIRequestContext> {
  return await requests.newContext({
    ...(baseURL ? { baseURL } : {}),
    // Said in any case: without it, the session of whoever walks the journey is taken.
    storageState: person ? sessionFile(person) : { cookies: [], origins: [] },
  })
}

interface ServerAction {
  id: string
  name: string
  /** A page from which it can be sent. */
  page: string
}

/** As the build lists them. */
function serverActions(): ServerAction[] {
  const file = join(projectRoot, ".next/server/server-reference-manifest.json")
  const { node } = JSON.parse(readFileSync(file, "utf8")) as {
    node: Record<string, { workers: Record<string, unknown>; exportedName: string }>
  }
  return Object.entries(node).map(([id, { workers, exportedName }]) => ({
    id,
    name: exportedName,
    page: pageOf(Object.keys(workers)[0] ?? ""),
  }))
}

function pageOf(worker: string): string {
  const folders = worker
    .split("/")
    .slice(1, -1)
    .filter((folder) => !folder.startsWith("("))
  return `/${folders.join("/")}`
}
