import { z } from "zod"
import { AppError } from "../../core/errors.ts"
import type { OutgoingAnswer, SendOutgoing } from "../../core/outgoing.ts"
import type { Said } from "./rules.ts"

const ASK_MS_MAX = 10_000
/** An evaluation is one short object. */
const ANSWER_BYTES_MAX = 4_096

const evaluationSchema = z.object({ switch: z.string(), on: z.boolean(), changedAt: z.unknown().optional() })
const instantSchema = z.iso.datetime({ offset: true })

export interface Asked {
  says: Said | null
  /** What it answered, as a status or in words of ours: nothing that the other side wrote. */
  words: string
}

/** Asks a switch what it is. Never throws: what cannot be asked has said nothing, and the words say why. */
export async function askEvaluation(send: SendOutgoing, key: string, url: string): Promise<Asked> {
  try {
    const answer = await send({
      url,
      method: "GET",
      headers: { accept: "application/json", "cache-control": "no-cache", "user-agent": "Tocsin" },
      body: "",
      timeoutMs: ASK_MS_MAX,
      answerBytesMax: ANSWER_BYTES_MAX,
    })
    return readEvaluation(key, answer)
  } catch (error) {
    if (error instanceof AppError) return nothing(error.message)
    throw error
  }
}

/** What an answer says of just this switch. */
export function readEvaluation(
  key: string,
  { status, body }: Pick<OutgoingAnswer, "status" | "body">,
): Asked {
  if (status >= 300 && status < 400) return nothing(`${status}, which leads elsewhere`)
  if (status !== 200) return nothing(String(status))
  if (body.length >= ANSWER_BYTES_MAX)
    return nothing(`more than ${ANSWER_BYTES_MAX} bytes, which is no evaluation`)
  const parsed = evaluationSchema.safeParse(parsedJson(body))
  if (!parsed.success) return nothing("200, but not what an evaluation looks like")
  if (parsed.data.switch !== key) return nothing("200, but about another switch")
  const instant = instantSchema.safeParse(parsed.data.changedAt)
  const changedAt = instant.success ? new Date(instant.data) : null
  return { says: { on: parsed.data.on, changedAt }, words: parsed.data.on ? "says on" : "says off" }
}

function nothing(words: string): Asked {
  return { says: null, words }
}

function parsedJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"))
  } catch {
    return null
  }
}
