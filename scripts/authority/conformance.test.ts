import type { AddressInfo } from "node:net"
import { Webhook } from "standardwebhooks"
import { expect, onTestFinished, test } from "vitest"
import { checkConformance } from "../../lib/containment/authorities/conformance/check-conformance.ts"
import type { HomeGrownSettings } from "../../lib/core/authority-settings.ts"
import { authoritiesOf } from "../../lib/platform/authorities/open-authority.ts"
import { type Ask, type Routes, receiverRoutes, serveRoutes } from "./reference-receiver.ts"

const secret = {
  bearer: "a secret of the reference receiver",
  signing: `whsec_${Buffer.from("another one, of 24 bytes").toString("base64")}`,
}
const open = authoritiesOf({ outgoingHosts: ["127.0.0.1"] })

/** What a check of the reference receiver comes to, with some of its routes spoiled. */
async function checked(spoil: (routes: Routes) => void, change: Partial<HomeGrownSettings> = {}) {
  const routes = receiverRoutes(secret)
  spoil(routes)
  const server = await serveRoutes(routes)
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const settings: HomeGrownSettings = {
    issuer: origin,
    gtrUrl: `${origin}/global-token-revocation`,
    epochUrl: `${origin}/epochs`,
    inspectUrl: `${origin}/sessions`,
    selectUrl: `${origin}/subjects`,
    probeUrl: `${origin}/probe`,
    canaryUrl: `${origin}/canaries`,
    limits: { perSecond: 50, burst: 10, bulkMax: 1 },
    tokens: [
      { kind: "session", effect: "immediate", windowS: 0 },
      { kind: "jwt", effect: "immediate", windowS: 0 },
    ],
    ...change,
  }
  const authority = open({ kind: "home_grown", settings, secret })
  onTestFinished(async () => {
    await authority.close()
    server.closeAllConnections()
    server.close()
  })
  return await checkConformance(authority)
}

const of = (steps: Awaited<ReturnType<typeof checked>>, result: string) =>
  steps.filter((step) => step.result === result).map(({ what }) => what)

test.concurrent("the reference receiver passes every step", async () => {
  const steps = await checked(() => {})
  expect(steps.filter(({ result }) => result !== "passed")).toEqual([
    {
      what: "What it can end",
      result: "skipped",
      found: "As set up: Sessions at the provider end at once; JWT access tokens end at once",
    },
    {
      what: "How much it takes",
      result: "skipped",
      found: "As set up: 50 requests a second, 10 at once, 1 subject in one",
    },
  ])
  expect(steps.map(({ what }) => what)).toEqual([
    "What it can end",
    "How much it takes",
    "Sessions at the provider: a canary is alive before",
    "JWT access tokens: a canary is alive before",
    "The sessions of one subject are seen",
    "It tells who has sessions, page by page",
    "A request without the secret is refused",
    "A request with a wrong secret is refused",
    "An unknown subject is told apart",
    "What was refused has ended nothing",
    "The sessions of a known subject are ended",
    "Sessions at the provider: the canary is dead after",
    "JWT access tokens: the canary is dead after",
    "JWT access tokens: a canary is alive that came back",
    "A cut-off moves forward, and is there when asked",
    "JWT access tokens: the canary is dead once a cut-off is later than it",
    "A cut-off never moves back",
    "JWT access tokens: a canary is alive that is younger than the cut-off",
    "A message with a wrong signature is refused",
    "A message that was signed ten minutes ago is refused",
    "A message that comes a second time is refused",
  ])
})

type Route = Routes[string]
const wrap = (name: string, around: (ask: Ask, route: Route) => ReturnType<Route>) => (routes: Routes) => {
  const route = routes[name] as Route
  routes[name] = (ask) => around(ask, route)
}
const GTR = "POST /global-token-revocation"
const trusting: Parameters<typeof wrap>[1] = (ask, route) =>
  route({ ...ask, headers: { ...ask.headers, authorization: `Bearer ${secret.bearer}` } })
/** As if what is wrong with a message had not been looked at. */
const signedAnew = (ask: Ask, headers: Record<string, string>): Ask => {
  const at = new Date()
  const id = headers["webhook-id"] ?? String(ask.headers["webhook-id"])
  const signature = new Webhook(secret.signing).sign(id, at, ask.body)
  const timestamp = String(Math.floor(at.getTime() / 1000))
  return {
    ...ask,
    headers: { ...ask.headers, ...headers, "webhook-signature": signature, "webhook-timestamp": timestamp },
  }
}
const isSoundly = (ask: Ask): boolean => {
  try {
    new Webhook(secret.signing).verify(ask.body, ask.headers as Record<string, string>)
    return true
  } catch {
    return false
  }
}
let nth = 0
const DEAD_JWT = "JWT access tokens: the canary is dead after"
const ALIVE_JWT = "JWT access tokens: a canary is alive before"

test.concurrent.each<[string, (routes: Routes) => void, string[]]>([
  [
    "takes anybody's requests",
    wrap(GTR, trusting),
    [
      "A request without the secret is refused",
      "A request with a wrong secret is refused",
      "What was refused has ended nothing",
    ],
  ],
  [
    "refuses by its status alone, and ends all the same",
    wrap(GTR, (ask, route) => {
      trusting(ask, route)
      return route(ask)
    }),
    ["What was refused has ended nothing"],
  ],
  [
    "knows everybody",
    wrap(GTR, (ask, route) => (route(ask).status === 404 ? { status: 204 } : route(ask))),
    ["An unknown subject is told apart"],
  ],
  [
    "says that it ended what it did not",
    ignoresRevocations,
    ["Sessions at the provider: the canary is dead after", DEAD_JWT],
  ],
  [
    "knows nobody",
    wrap(GTR, (ask, route) => (route(ask).status === 401 ? { status: 401 } : { status: 404 })),
    ["The sessions of a known subject are ended"],
  ],
  [
    "takes no cut-off from us",
    wrap("POST /epochs", () => ({ status: 401 })),
    ["A cut-off moves forward, and is there when asked", "A message that comes a second time is refused"],
  ],
  [
    "forgets cut-offs that it has taken",
    wrap("GET /epochs", () => ({ status: 200, json: { cutoff: null } })),
    ["A cut-off moves forward, and is there when asked"],
  ],
  [
    "keeps cut-offs that its apps do not look at",
    ignoresCutoffs,
    ["JWT access tokens: the canary is dead once a cut-off is later than it"],
  ],
  ["moves cut-offs back", movesBack, ["A cut-off never moves back"]],
  [
    "does not look at signatures",
    wrap("POST /epochs", (ask, route) => route(isSoundly(ask) || isOld(ask) ? ask : signedAnew(ask, {}))),
    ["A message with a wrong signature is refused"],
  ],
  [
    "does not look at the time of messages",
    wrap("POST /epochs", (ask, route) => route(isOld(ask) ? signedAnew(ask, {}) : ask)),
    ["A message that was signed ten minutes ago is refused"],
  ],
  [
    "takes messages any number of times",
    wrap("POST /epochs", (ask, route) =>
      route(isSoundly(ask) ? signedAnew(ask, { "webhook-id": `m${nth++}` }) : ask),
    ),
    ["A message that comes a second time is refused"],
  ],
  [
    "takes no token",
    wrap("GET /probe", () => ({ status: 401 })),
    ["Sessions at the provider: a canary is alive before", ALIVE_JWT],
  ],
  [
    "cannot say whether it takes tokens",
    wrap("GET /probe", () => ({ status: 500 })),
    ["Sessions at the provider: a canary is alive before", ALIVE_JWT],
  ],
  [
    "fails where tokens were ended",
    wrap("GET /probe", (ask, route) => (route(ask).status === 401 ? { status: 500 } : route(ask))),
    [
      "Sessions at the provider: the canary is dead after",
      DEAD_JWT,
      "JWT access tokens: the canary is dead once a cut-off is later than it",
    ],
  ],
  ["locks people out for good", locksOut, ["JWT access tokens: a canary is alive that came back"]],
  [
    "mints tokens of somebody else",
    wrap("POST /canaries", (ask, route) =>
      route({ ...ask, body: JSON.stringify({ kind: JSON.parse(ask.body).kind }) }),
    ),
    [ALIVE_JWT, "JWT access tokens: a canary is alive that came back"],
  ],
  [
    "sees no sessions",
    wrap("GET /sessions", () => ({ status: 200, json: { sessions: [] } })),
    ["The sessions of one subject are seen"],
  ],
  [
    "gives its first page for ever",
    wrap("GET /subjects", () => ({ status: 200, json: { subjects: [], next: "a" } })),
    ["It tells who has sessions, page by page"],
  ],
  [
    "gives subjects of another shape",
    wrap("GET /subjects", () => ({ status: 200, json: { subjects: ["canary"] } })),
    ["It tells who has sessions, page by page"],
  ],
  [
    "refuses our secret when it is asked",
    wrap("GET /sessions", () => ({ status: 401 })),
    ["The sessions of one subject are seen"],
  ],
])("a receiver that %s does not pass", async (_, spoil, failed) => {
  expect(of(await checked(spoil), "failed")).toEqual(failed)
})

const isOld = ({ headers }: Ask) => Date.now() / 1000 - Number(headers["webhook-timestamp"]) > 300

/** Its apps know of revocations alone. */
function ignoresCutoffs(routes: Routes): void {
  const alive = new Map<string, string>()
  const [revoke, mint] = [routes[GTR], routes["POST /canaries"]] as [Route, Route]
  routes[GTR] = (ask) => {
    const answer = revoke(ask)
    for (const [token, sub] of alive)
      if (answer.status === 204 && sub === JSON.parse(ask.body).sub_id.sub) alive.delete(token)
    return answer
  }
  routes["POST /canaries"] = (ask) => {
    const answer = mint(ask)
    const { token, sub } = answer.json as { token: string; sub: string }
    alive.set(`Bearer ${token}`, sub)
    return answer
  }
  routes["GET /probe"] = ({ headers }) => ({ status: alive.has(String(headers.authorization)) ? 200 : 401 })
}

function movesBack(routes: Routes): void {
  const cutoffs = new Map<string, string>()
  const keyOf = ({ scope, sub }: { scope?: unknown; sub?: unknown }) => `${scope}/${sub}`
  const [raise, stands] = [routes["POST /epochs"] as Route, routes["GET /epochs"] as Route]
  routes["POST /epochs"] = (ask) => {
    const answer = raise(ask)
    if (answer.status !== 200) return answer
    const { data } = JSON.parse(ask.body)
    cutoffs.set(keyOf(data), data.cutoff)
    return { status: 200, json: { cutoff: data.cutoff } }
  }
  routes["GET /epochs"] = (ask) => {
    const cutoff = cutoffs.get(keyOf(Object.fromEntries(ask.query)))
    return cutoff === undefined ? stands(ask) : { status: 200, json: { cutoff } }
  }
}

/** Its tokens are self-contained: a revocation is known to the issuer, and cut-offs to its apps. */
function ignoresRevocations(routes: Routes): void {
  const route = routes[GTR] as Route
  routes[GTR] = (ask) => {
    const isKnown = JSON.parse(ask.body).sub_id.sub.startsWith("canary-")
    return isKnown && ask.headers.authorization === `Bearer ${secret.bearer}` ? { status: 204 } : route(ask)
  }
}

/** Whoever was logged out once gets no token that is taken. */
function locksOut(routes: Routes): void {
  const out = new Set<string>()
  const tokens = new Map<string, string>()
  const [revoke, mint, probe] = [routes[GTR], routes["POST /canaries"], routes["GET /probe"]] as Route[]
  if (!revoke || !mint || !probe) throw new Error("a route is missing")
  routes[GTR] = (ask) => {
    const answer = revoke(ask)
    if (answer.status === 204) out.add(JSON.parse(ask.body).sub_id.sub)
    return answer
  }
  routes["POST /canaries"] = (ask) => {
    const answer = mint(ask)
    const { token, sub } = answer.json as { token: string; sub: string }
    tokens.set(`Bearer ${token}`, sub)
    return answer
  }
  routes["GET /probe"] = (ask) =>
    out.has(tokens.get(String(ask.headers.authorization)) ?? "") ? { status: 401 } : probe(ask)
}

test.concurrent("without canaries no subject is touched, and the steps say why they were not tried", async () => {
  const subjects: string[] = []
  const spoil = wrap(GTR, (ask, route) => {
    subjects.push(JSON.parse(ask.body).sub_id.sub)
    return route(ask)
  })
  const steps = await checked(spoil, { canaryUrl: undefined })
  expect(of(steps, "failed")).toEqual([])
  expect(of(steps, "skipped")).toHaveLength(10)
  expect(subjects).toEqual([expect.stringMatching(/^tocsin-check-[0-9a-f-]{36}$/)])
})

test.concurrent("what lives on until it expires is not waited for, and said to live on", async () => {
  const steps = await checked(ignoresRevocations, {
    tokens: [{ kind: "jwt", effect: "until_expiry", windowS: 600 }],
  })
  expect(of(steps, "failed")).toEqual([])
  expect(steps).toContainEqual({
    what: DEAD_JWT,
    result: "passed",
    found:
      "JWT access tokens live on for up to 10 minutes (600 s), as declared: still taken, and not waited for",
  })
})

test.concurrent("where nobody is, one step says so and no other is tried", async () => {
  const steps = await checkConformance(
    open({
      kind: "oidc_provider",
      settings: { issuer: "http://127.0.0.1:1", relyingPartyUrl: "http://127.0.0.1:1" },
      secret: { bearer: "x" },
    }),
  )
  expect(of(steps, "failed")).toEqual(["What it can end", "How much it takes"])
  expect(steps).toHaveLength(2)
})
