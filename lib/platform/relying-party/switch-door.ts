import type { IncomingMessage } from "node:http"
import { Webhook } from "standardwebhooks"
import { z } from "zod"
import { type Answer, parsed } from "./app-answer.ts"
import { SwitchStore } from "./switch-store.ts"

const flipSchema = z.object({
  type: z.literal("switch.flip"),
  timestamp: z.iso.datetime({ offset: true }),
  data: z.object({ switch: z.string(), on: z.boolean(), flip: z.string().max(100) }),
})

/** Where switches are flipped, by whoever signs as Standard Webhooks have it, and asked for. */
export class SwitchDoor {
  private readonly switches: SwitchStore
  private readonly webhook: Webhook

  constructor(switches: SwitchStore, secret: string) {
    this.switches = switches
    this.webhook = new Webhook(secret)
  }

  flip({ headers }: IncomingMessage, body: string): Answer {
    try {
      this.webhook.verify(body, headers as Record<string, string>)
    } catch {
      return { status: 401, body: { error: "invalid_signature" } }
    }
    const { timestamp, data } = parsed(flipSchema, body)
    if (!SwitchStore.isName(data.switch)) return { status: 404, body: { error: "no_such_switch" } }
    const result = this.switches.flip(String(headers["webhook-id"]), {
      name: data.switch,
      on: data.on,
      timestamp,
    })
    return result === "flipped" ? { status: 204 } : { status: 409, body: { error: result } }
  }

  evaluation(name: string): Answer {
    if (!SwitchStore.isName(name)) return { status: 404, body: { error: "no_such_switch" } }
    return { status: 200, body: this.switches.read(name) }
  }
}
