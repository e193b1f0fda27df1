import { Webhook, WebhookVerificationError } from "standardwebhooks"
import { AppError, invalid } from "../core/errors.ts"
import type { PublicDatabase } from "../core/public-database.ts"

export const BODY_BYTES_MAX = 256 * 1024
/** What the standard lets an id be made of, and no longer than anybody needs. */
const MESSAGE_ID = /^[A-Za-z0-9_.:-]{1,200}$/
const SIGNATURE_CHARACTERS_MAX = 1_000

interface Message {
  source: string
  id: string | undefined
  timestamp: string | undefined
  signature: string | undefined
  body: Buffer
}

/**
 * Keeps a message of a sender that we know, once, however often it is sent. Refuses an unknown sender (not_found), one
 * that did not sign it or more than five minutes ago (forbidden), and what is no text (invalid).
 * @returns whether it is new
 */
export async function takeWebhook(
  database: Pick<PublicDatabase, "takeWebhook">,
  secrets: Readonly<Record<string, string>>,
  message: Message,
): Promise<boolean> {
  const { source, id = "" } = message
  const secret = Object.hasOwn(secrets, source) ? secrets[source] : undefined
  if (secret === undefined) throw new AppError("not_found", "There is no such sender")
  const body = textOf(message.body)
  checkSignature(secret, message, body)
  if (!MESSAGE_ID.test(id)) throw invalid("webhook-id", "is no id")
  return await database.takeWebhook(source, id, body)
}

/** As the database can keep it: UTF-8 without the character that it has no place for. */
function textOf(body: Buffer): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body)
    if (!text.includes("\0")) return text
  } catch {
    // Told below.
  }
  throw invalid("body", "is no text")
}

function checkSignature(secret: string, { id, timestamp, signature }: Message, body: string): void {
  const refused = new AppError("forbidden", "The signature is missing, wrong or too old")
  if (!id || !/^\d{1,12}$/.test(timestamp ?? "") || !signature) throw refused
  if (signature.length > SIGNATURE_CHARACTERS_MAX) throw refused
  try {
    new Webhook(secret).verify(
      body,
      { "webhook-id": id, "webhook-timestamp": timestamp ?? "", "webhook-signature": signature },
      { jsonParse: false },
    )
  } catch (error) {
    if (error instanceof WebhookVerificationError) throw refused
    throw error
  }
}
