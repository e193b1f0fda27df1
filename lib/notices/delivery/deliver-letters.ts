import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type {
  LetterOutcome,
  LetterTransport,
  OpenTransport,
  OutgoingLetter,
  SignLetter,
} from "../../core/letter-transport.ts"
import type { Item, Lease, Outcome, RunUser, RunWork, UnknownItem } from "../../runs/kind.ts"
import type { ListRows } from "../../runs/planning/list-rows.ts"
import type { NoticeSettings } from "../schemas.ts"
import { judgeAddress } from "./address.ts"
import { brake } from "./brake.ts"
import { domainOf } from "./compose-letter.ts"
import { checkRow, fillItems, recheckItems } from "./fill-items.ts"
import { type LetterRow, openLetterRows } from "./letter-rows.ts"
import { openRunLetters, type RunLetters } from "./run-letters.ts"
import { messageIdOf, verpOf } from "./token.ts"
import { transportOfRun } from "./transport-of-run.ts"

/** What sends letters: the edges put it together. */
export interface DeliveryTools {
  openTransport: OpenTransport
  /** null where the relay signs, or nobody does. */
  sign: SignLetter | null
}

/** As many as there are connections. */
const BATCH_MAX = 25
/** A relay that is not armed any more gets nothing after this. */
const ASKED_EVERY_MS = 2_000
const AGAIN_S_MIN = 60
const AGAIN_S_MAX = 3_600

/** How a worker works off runs of letters: each letter is made from the frozen list and given once. */
export function deliverLetters(tools: DeliveryTools): RunUser {
  return { kind: "notices", open: (ctx, run) => openDelivery(ctx, tools, run), gate: brake }
}

async function openDelivery(
  ctx: SystemContext,
  { openTransport, sign }: DeliveryTools,
  run: PlannedRun,
): Promise<RunWork | null> {
  const { executor, sender } = run.settings as unknown as NoticeSettings
  if (executor === "external") return null
  const { name, trouble } = await transportOfRun(ctx, run)
  refuse(trouble)
  const [rows, letters] = await Promise.all([openLetterRows(ctx, run), openRunLetters(ctx, run)])
  const transport = openTransport(name)
  const domain = domainOf(sender.address)
  const key = ctx.secret("letters")
  const delivery: Delivery = { ctx, run, rows, letters, transport, sign, domain, key }
  const made = new WeakMap<Item, Promise<OutgoingLetter | Outcome>>()
  const make = async (item: Item) => makeLetter(delivery, item, await rows.at(item.row))
  const troubleNow = askedRarely(async () => (await transportOfRun(ctx, run)).trouble)
  return {
    batchMax: BATCH_MAX,
    paceKey: name,
    async fill(fromRow, toRow) {
      refuse(await troubleNow())
      return await fillItems(ctx, run, await rows.between(fromRow, toRow))
    },
    recheck: async (fromRow, toRow) => await recheckItems(ctx, run, await rows.between(fromRow, toRow)),
    prepare(item) {
      const making = make(item)
      // Whoever performs it is told.
      making.catch(() => {})
      made.set(item, making)
    },
    async perform(item, lease) {
      try {
        const why = await troubleNow()
        if (why !== null) return putOff(item, why)
        return await deliver(delivery, item, await (made.get(item) ?? make(item)), lease)
      } catch (error) {
        ctx.log.error("letter.failed", { error, runId: run.id })
        // Nothing is given before all of it is there, so whatever fails has failed before.
        return putOff(item, "the letter's list, key or run cannot be read")
      }
    },
    ...(transport.lookUp && { lookUp: (items) => lookUp(delivery, items) }),
    close: () => transport.close(),
  }
}

interface Delivery {
  ctx: SystemContext
  run: PlannedRun
  rows: ListRows<LetterRow>
  letters: RunLetters
  transport: LetterTransport
  sign: SignLetter | null
  /** Of the sender. */
  domain: string
  /** What tokens are made with. */
  key: Buffer
}

async function deliver(
  { sign, transport }: Delivery,
  item: Item,
  made: OutgoingLetter | Outcome,
  lease: Lease,
): Promise<Outcome> {
  if ("state" in made) return made
  const message = sign === null ? made.message : await sign(made.message)
  return outcomeOf(item, await transport.send({ ...made, message }, lease))
}

/** What can be made of a row is the same each time, so what cannot be made is refused for good. */
function makeLetter(
  { ctx, run, letters, domain, key }: Delivery,
  item: Item,
  row: LetterRow,
): OutgoingLetter | Outcome {
  const { token } = item
  const to = judgeAddress(row.email ?? "")
  if ("fault" in to) return { state: "rejected", reason: `5.1.3 the address ${to.fault}` }
  try {
    checkRow(key, run.id, row, item)
    const at = ctx.now()
    const message = letters.compose(letters.fill(row, at), to.address, token, at)
    return { token, from: verpOf(token, domain), to: to.address, message, isUtf8: to.isUtf8 }
  } catch (error) {
    ctx.log.error("letter.failed", { error, runId: run.id })
    return { state: "rejected", reason: "the letter could not be made" }
  }
}

/** How soon it may be tried again: later each time, and not at once where the way out is in trouble. */
function outcomeOf({ attempt }: Item, outcome: LetterOutcome): Outcome {
  if (outcome.state !== "deferred") return outcome
  return { ...outcome, againInS: Math.min(AGAIN_S_MAX, AGAIN_S_MIN * 2 ** Math.min(attempt - 1, 6)) }
}

/** Kept back by ourselves, in a way that the gate notices. */
function putOff(item: Item, reason: string): Outcome {
  return outcomeOf(item, { state: "deferred", reason, isPushback: true })
}

async function lookUp({ transport, domain }: Delivery, items: readonly UnknownItem[]) {
  const byId = new Map(items.map(({ token }) => [messageIdOf(token, domain), token]))
  const answers = (await transport.lookUp?.([...byId.keys()])) ?? new Map()
  return new Map([...answers].map(([id, answer]) => [byId.get(id) ?? "", answer]))
}

/** Pauses the run, in words. */
function refuse(trouble: string | null): void {
  if (trouble !== null) throw new AppError("precondition", trouble)
}

/** What was answered a moment ago is not asked again. */
function askedRarely<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: { at: number; answer: Promise<T> } | null = null
  return () => {
    if (asked === null || performance.now() - asked.at > ASKED_EVERY_MS) {
      const answer = ask()
      asked = { at: performance.now(), answer }
      answer.catch(() => {
        asked = null
      })
    }
    return asked.answer
  }
}
