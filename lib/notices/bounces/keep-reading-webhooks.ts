import type { SystemContext, Tx } from "../../core/context.ts"
import { keepMakingRounds } from "../../core/keep-making-rounds.ts"
import { readMessage } from "./read-message.ts"
import { takeReport } from "./take-report.ts"

const ROUND_MESSAGES_MAX = 200
const IDLE_MS = 1_000

/**
 * Reads one round of messages that the public process took, the oldest first, and empties them. One that cannot be
 * taken now is passed over and met again.
 * @returns how many were read
 */
export async function readWebhooks(ctx: SystemContext): Promise<number> {
  const passed: Message[] = []
  const faults: unknown[] = []
  let read = 0
  while (read < ROUND_MESSAGES_MAX && faults.length < FAULTS_MAX) {
    try {
      const isThere = await ctx.ledger((tx) => readOne(tx, passed))
      if (!isThere) break
      read++
    } catch (error) {
      faults.push(error)
    }
  }
  if (faults.length > 0) throw faults[0]
  return read
}

const FAULTS_MAX = 3

interface Message {
  source: string
  messageId: string
  body: string
}

async function readOne(tx: Tx, passed: Message[]): Promise<boolean> {
  const [message] = await tx.$queryRaw<Message[]>`
    SELECT source, message_id AS "messageId", body FROM inbound_webhook
    WHERE read_at IS NULL AND NOT (source, message_id) IN (
      SELECT * FROM unnest(${passed.map(({ source }) => source)}::text[], ${passed.map(({ messageId }) => messageId)}::text[]))
    ORDER BY received_at LIMIT 1 FOR UPDATE SKIP LOCKED`
  if (!message) return false
  const { source, messageId, body } = message
  passed.push({ source, messageId, body: "" })
  await takeReport(tx, { source: `webhook:${source}`, sourceId: messageId }, await readMessage(body))
  await tx.inboundWebhook.update({
    where: { source_messageId: { source, messageId } },
    data: { body: "", readAt: new Date() },
  })
  return true
}

/** Reads what mailers told the public process until it is told to stop. Any number of workers may do so. */
export async function keepReadingWebhooks(ctx: SystemContext, signal: AbortSignal): Promise<void> {
  await keepMakingRounds(ctx, () => readWebhooks(ctx), IDLE_MS, signal)
}
