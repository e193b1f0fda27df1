import { expect, test, vi } from "vitest"
import { decideApproval } from "../access/approvals/decide-approval.ts"
import { performApproved } from "../access/approvals/perform-approved.ts"
import type { LetterTransport } from "../core/letter-transport.ts"
import { type LetterGroup, type Part, readPart } from "../core/letters.ts"
import type { SunkLetter } from "../core/sink.ts"
import { copyItemStatesFrom } from "../platform/db/copy-item-states.ts"
import { openHeldLocks } from "../platform/db/held-lock.ts"
import { openSecrets } from "../platform/secrets.ts"
import { openSink } from "../platform/sink/client.ts"
import { transportsOf } from "../platform/smtp/open-transport.ts"
import { moveItems } from "../runs/move-items.ts"
import { runCounts } from "../runs/run-counts.ts"
import { workOffPlannedRuns } from "../runs/work-off-planned-runs.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { plainLetterForms as forms } from "../testing/letters/plain-letter-forms.ts"
import { sampleFacts } from "../testing/letters/sample-letter.ts"
import { HOST, type PlantedPerson } from "../testing/notices/letter-incident.ts"
import { letterTests, type PlannedLetters } from "../testing/notices/planned-letters.ts"
import { ownSink } from "../testing/own-sink.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { askToSend } from "./audience/ask-to-send.ts"
import { getPlannedRun } from "./audience/get-planned-run.ts"
import { sendNotices } from "./audience/send-notices.ts"
import { deliverLetters } from "./delivery/deliver-letters.ts"
import { tokenOfMessageId } from "./delivery/token.ts"
import { setFacts } from "./letters/set-facts.ts"

const { database, url } = await ownDatabase()
const folder = temporaryFolder()
const { sink, settings, config } = await ownSink(folder)
const tools = { copyItemStates: copyItemStatesFrom(url) }
const { system, as, newIncident, classify, planned } = await letterTests(database, folder, tools, settings)
const [support, legal] = [await as("support"), await as("legal")]

/** A kind of person: where they stand in the three revisions, and what becomes of their first letter. */
interface Kind {
  name: string
  people: number
  stands: readonly [LetterGroup, LetterGroup, LetterGroup]
  first?: "bounced" | "full" | "unknown"
  /** Closed their account before the third revision, which has no address of them any more. */
  closes?: boolean
  /** What they must get after the third revision. */
  owed: Part | "hard_bounced" | null
}

const up = ["owner_shown", "owner_shown", "owner_video"] as const
const down = ["owner_video", "owner_video", "owner_shown"] as const
const kinds: readonly Kind[] = [
  { name: "up", people: 252, stands: up, owed: "owner_video.up" },
  { name: "up-closed", people: 20, stands: up, closes: true, owed: "owner_video.up" },
  { name: "up-bounced", people: 20, stands: up, first: "bounced", owed: "hard_bounced" },
  { name: "up-full", people: 5, stands: up, first: "full", owed: "owner_video" },
  { name: "up-unknown", people: 3, stands: up, first: "unknown", owed: "owner_video.up" },
  { name: "down", people: 75, stands: down, owed: "owner_shown.down" },
  { name: "down-closed", people: 10, stands: down, closes: true, owed: "owner_shown.down" },
  { name: "down-bounced", people: 5, stands: down, first: "bounced", owed: "hard_bounced" },
  { name: "to-and-fro", people: 30, stands: ["owner_shown", "owner_video", "owner_shown"], owed: null },
  { name: "stays", people: 30, stands: ["viewer_only", "viewer_only", "viewer_only"], owed: null },
  {
    name: "stays-closed",
    people: 10,
    stands: ["owner_tapped", "owner_tapped", "owner_tapped"],
    closes: true,
    owed: null,
  },
  { name: "never", people: 20, stands: ["unaffected", "unaffected", "unaffected"], owed: null },
  { name: "new", people: 15, stands: ["unaffected", "unaffected", "undetermined"], owed: "undetermined" },
]
const everybody = kinds.flatMap((kind) =>
  Array.from({ length: kind.people }, (_, nth) => ({ id: `${kind.name}-${nth}`, kind })),
)
const kindOf = new Map(everybody.map(({ id, kind }) => [id, kind]))
const ofKind = (first: Kind["first"]) =>
  everybody.filter(({ kind }) => kind.first === first).map(({ id }) => id)
const addressOf = (id: string) => `${id.replaceAll("-", ".")}@example.org`

function peopleOf(revision: 0 | 1 | 2): PlantedPerson[] {
  return everybody.map(({ id, kind }) => {
    const isClosed = revision === 2 && kind.closes === true
    const account = isClosed ? { email: null, status: "closed" } : { email: addressOf(id) }
    return { id, group: kind.stands[revision], account }
  })
}

/** The sink, of which nobody can ask afterwards, and which for some does not say whether it took the letter. */
function forgetful(transport: LetterTransport): LetterTransport {
  const unanswered = new Set(ofKind("unknown").map(addressOf))
  return {
    name: transport.name,
    async send(letter, lease) {
      const outcome = await transport.send(letter, lease)
      return unanswered.has(letter.to) ? { state: "unknown", reason: "no reply to the final dot" } : outcome
    },
    close: () => transport.close(),
  }
}

/** Has a planned run approved and sent by two workers, until nothing waits in it any more. */
async function send({ run, runId }: PlannedLetters, wrap = (transport: LetterTransport) => transport) {
  const approval = await askToSend(support, forms, runId, "Everybody has to know what we know")
  await decideApproval(legal, sendNotices, approval.id, { verdict: "approve", shown: approval.digest })
  await performApproved(support, sendNotices, approval.id)
  const open = transportsOf(config, openSink(config, openSecrets(config)))
  const user = deliverLetters({ openTransport: (name) => wrap(open(name)), sign: null })
  const stopping = new AbortController()
  const locks = openHeldLocks(url)
  const workers = [1, 2].map(() => workOffPlannedRuns(system, [user], locks, stopping.signal))
  await vi.waitFor(async () => expect((await getPlannedRun(system, run.id)).state).toBe("finished"), {
    timeout: 200_000,
    interval: 200,
  })
  stopping.abort()
  await Promise.all(workers)
}

/** All letters of a run in the sink. */
async function lettersOf(runId: string): Promise<{ letter: SunkLetter; part: Part; subject: string }[]> {
  const items = await database.runItem.findMany({ where: { runId } })
  const byToken = new Map(items.map((item) => [item.token, item]))
  const all: SunkLetter[] = []
  for (let before: number | undefined; ; ) {
    const { letters, next } = await sink.list({ limit: 200, before })
    all.push(...letters)
    if (next === null) break
    before = next
  }
  return all.flatMap((letter) => {
    const item = byToken.get(tokenOfMessageId(letter.messageId) ?? "")
    return item ? [{ letter, part: item.variant.split("/")[0] as Part, subject: item.subject }] : []
  })
}

const subjectOf = (part: Part) =>
  forms.textOf(readPart(part).group, "en").subject.replace("{{company}}", sampleFacts.company)

/** Who got which letter, by address: once each, with the subject of its group. */
async function got(runId: string): Promise<Map<string, Part>> {
  const letters = await lettersOf(runId)
  for (const { letter, part } of letters) expect(letter.subject).toContain(subjectOf(part))
  const byAddress = new Map(letters.map(({ letter, part }) => [letter.to[0] ?? "", part]))
  expect(byAddress.size).toBe(letters.length)
  return byAddress
}

const bySize = (parts: Map<string, Part>) => [...parts].toSorted(([one], [other]) => (one < other ? -1 : 1))

test("told twice: three revisions, two runs, and exactly the right people have exactly one right letter of each", async () => {
  const incident = await newIncident()
  await classify(incident, peopleOf(0))
  await setFacts(support, incident.id, { version: 0, facts: sampleFacts })
  const quick = { holdS: 0, pace: { perSecond: 10_000 } }

  const first = await planned(incident, quick)
  await send(first, forgetful)
  const told = everybody.filter(({ kind }) => kind.stands[0] !== "unaffected")
  expect(bySize(await got(first.runId))).toEqual(
    bySize(
      new Map([
        ...told.map(({ id, kind }) => [addressOf(id), kind.stands[0]] as const),
        [addressOf(HOST), "owner_video"],
      ]),
    ),
  )
  expect((await runCounts(system.db, first.runId)).states).toMatchObject({
    unknown: 3,
    accepted: told.length + 1 - 3,
  })
  await report(first, ofKind("bounced"), "5.1.1")
  await report(first, ofKind("full"), "5.2.2")

  await classify(incident, peopleOf(1))
  await classify(incident, peopleOf(2))
  const second = await planned(incident, quick)
  expect(
    Object.fromEntries(second.list.map(({ account_id, part, skip }) => [account_id, skip ?? part])),
  ).toEqual(
    Object.fromEntries(everybody.flatMap(({ id, kind }) => (kind.owed === null ? [] : [[id, kind.owed]]))),
  )
  addsUp(second)
  await send(second)
  const expected = everybody.flatMap(({ id, kind: { owed } }) =>
    owed === null || owed === "hard_bounced" ? [] : [[addressOf(id), owed] as const],
  )
  expect(bySize(await got(second.runId))).toEqual(bySize(new Map(expected)))
  expect((await runCounts(system.db, second.runId)).states).toMatchObject({
    accepted: expected.length,
    suppressed: 25,
    unknown: 0,
    held: 0,
  })

  // By now everybody was told what holds; those whose address does not work are left, and named.
  const third = await planned(incident, quick)
  expect(third.plan).toMatchObject({ letters: 0, people: 25, skipped: { hard_bounced: 25 } })
})

/** Reports come back about letters of the first run. */
async function report({ runId, of }: PlannedLetters, ids: readonly string[], reason: string): Promise<void> {
  const rows = ids.map((id) => of.get(id)?.row ?? -1)
  const moved = await system.ledger((tx) =>
    moveItems(
      tx,
      runId,
      rows.map((row) => ({ row, from: ["accepted"], to: "bounced", reason })),
    ),
  )
  expect(moved).toHaveLength(ids.length)
}

/** Each cell of told × now has as many people as were put there, and all cells together have everybody. */
function addsUp({ plan }: PlannedLetters): void {
  const cells = new Map<string, number>()
  const count = (told: LetterGroup | null, now: LetterGroup) =>
    cells.set(`${told} × ${now}`, (cells.get(`${told} × ${now}`) ?? 0) + 1)
  for (const { kind } of everybody) {
    const wasTold = kind.stands[0] !== "unaffected" && kind.first !== "bounced" && kind.first !== "full"
    count(wasTold ? kind.stands[0] : null, kind.stands[2])
  }
  count("owner_video", "owner_video")
  const found = plan.matrix.map(({ told, now, people }) => [`${told} × ${now}`, people])
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(cells))
  expect(plan.matrix.reduce((sum, { people }) => sum + people, 0)).toBe(kindOf.size + 1)
  expect(plan.closed).toEqual({ people: 30, letters: 30 })
}
