import type { PlannedRun, Prisma } from "../../../prisma/generated/client.ts"
import type { Context, Tx } from "../../core/context.ts"
import type { Act, View } from "../../core/permissions.ts"
import type { HandedOutChunks } from "../hand-out-chunks.ts"
import type { RunWork } from "../kind.ts"
import type { ItemState } from "../rules.ts"
import type { ResultLine, ResultRow, Sayable } from "./result-rows.ts"

/** An item of the ledger that a line of a list is made for. */
export interface ExternalItem {
  row: number
  /** A pseudonym. */
  subject: string
  variant: string
  token: string
}

/** What is taken into the ledger when chunks are handed out. */
export type ExternalFill = Pick<RunWork, "fill" | "recheck">

/** A stretch of a run that is with somebody else. */
export interface HandedOutList extends HandedOutChunks {
  runId: string
  /** What has not come back by then is unknown. */
  deadlineAt: Date
}

/** What is on lists besides items of the ledger, such as accounts of ours, by their tokens. */
export interface Beside {
  tokens: ReadonlySet<string>
  /** Takes what is said of one; gives the state in which it stands, before it and after. */
  take(tx: Tx, row: ResultRow, now: Date): Promise<{ stood: ItemState; stands: ItemState }>
}

/** A kind of run that somebody else's system may carry out: what differs between letters and logouts. */
export interface ExternalKind {
  view: View
  acts: { handOut: Act; takeWorkList: Act; takeResults: Act }
  /** What items are called: one, and many of them, by which trail entries and manifests count them too. */
  words: { one: string; many: string }
  /** Those of its runs that somebody else carries out. */
  runs: Prisma.PlannedRunWhereInput
  /** Throws not_found where there is none of this kind. */
  getRun(ctx: Pick<Context, "db">, runId: string): Promise<PlannedRun>
  /** Refuses a run that Tocsin carries out itself. */
  demandExternal(ctx: Context, run: PlannedRun): Promise<void>
  /** Refuses a run with which somebody has asked to wait. */
  demandNobodyWaits?(db: Context["db"] | Tx, run: PlannedRun): Promise<void>
  /** Done with handing chunks out; what it gives stands in the trail. */
  alsoHandOut?(tx: Tx, run: PlannedRun, list: HandedOutList): Promise<Prisma.InputJsonObject>
  results: Sayable & {
    /** Refuses a file as a whole, by its lines. */
    demandTakable?(ctx: Context, run: PlannedRun, lines: AsyncIterable<ResultLine[]>): Promise<void>
    beside?(ctx: Context, run: PlannedRun): Promise<Beside>
  }
  /** Takes a file into a folder, whole or not at all. */
  receive(
    folder: string,
    name: string,
    stream: AsyncIterable<Uint8Array>,
    announced: { bytesExpected: number | null; bytesMax: number; bytesReserve: number },
  ): Promise<unknown>
}
