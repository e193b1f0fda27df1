import { randomUUID } from "node:crypto"
import { Webhook } from "standardwebhooks"
import { AppError } from "../../core/errors.ts"
import type { KeptHttpClient } from "./kept-http-client.ts"
import type { KeptOutcome } from "./kept-request.ts"

export interface SignedMessage {
  id: string
  at: Date
  body: string
}

/** A message of a type about something, as Standard Webhooks have it: `{"type", "timestamp", "data"}`. */
export function messageOf(type: string, data: Record<string, unknown>, at: Date): SignedMessage {
  return { id: randomUUID(), at, body: JSON.stringify({ type, timestamp: at.toISOString(), data }) }
}

/** Sends a message that is signed with the secret of whoever is to take it. */
export function sendSigned(
  client: KeptHttpClient,
  url: string,
  signing: string,
  { id, at, body }: SignedMessage,
): Promise<KeptOutcome> {
  return client.send({
    method: "POST",
    url,
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": signatureOf(signing, { id, at, body }),
    },
    body,
  })
}

function signatureOf(signing: string, { id, at, body }: SignedMessage): string {
  try {
    return new Webhook(signing).sign(id, at, body)
  } catch (cause) {
    throw new AppError(
      "unavailable",
      "The secret that messages are signed with is none of Standard Webhooks",
      {
        cause,
      },
    )
  }
}
