import { z } from "zod"
import type { SinkFault } from "../../core/sink.ts"

const FAULTS_MAX = 100
const DELAY_MS_MAX = 600_000

export const faultSchema = z
  .strictObject({
    does: z.enum(["drop_kept", "drop_lost", "reply", "delay"]),
    code: z.int().min(400).max(599).optional(),
    status: z
      .string()
      .regex(/^[45]\.\d{1,3}\.\d{1,3}$/)
      .optional(),
    at: z.enum(["mail", "rcpt", "dot"]).optional(),
    ms: z.int().min(1).max(DELAY_MS_MAX).optional(),
    every: z.int().min(1).optional(),
    times: z.int().min(1).optional(),
    to: z.string().min(1).max(300).optional(),
  })
  .refine(({ does, code }) => does !== "reply" || code !== undefined, "a reply needs a code")
  .refine(({ does, ms }) => does !== "delay" || ms !== undefined, "a delay needs its ms")
  .refine(({ does, at }) => !does.startsWith("drop") || (at ?? "dot") === "dot", "drops are at the final dot")

interface Armed {
  fault: SinkFault
  concerns: (address: string) => boolean
  seen: number
  acted: number
}

/** Which of the faults that were asked for acts when. */
export class FaultSwitch {
  private armed: Armed[] = []

  add(fault: SinkFault): void {
    this.armed = [...this.armed, { fault, concerns: matcherOf(fault.to), seen: 0, acted: 0 }].slice(
      -FAULTS_MAX,
    )
  }

  clear(): void {
    this.armed = []
  }

  list(): (SinkFault & { acted: number })[] {
    return this.armed.map(({ fault, acted }) => ({ ...fault, acted }))
  }

  /** The oldest that acts on this occasion; each that concerns it counts it. */
  actsOn(occasion: NonNullable<SinkFault["at"]>, to: readonly string[]): SinkFault | null {
    let acting: SinkFault | null = null
    for (const one of this.armed) {
      const { fault } = one
      if ((fault.at ?? "dot") !== occasion) continue
      if (fault.to !== undefined && !to.some(one.concerns)) continue
      one.seen++
      const isDue =
        one.seen % (fault.every ?? 1) === 0 && one.acted < (fault.times ?? Number.POSITIVE_INFINITY)
      if (!isDue || acting !== null) continue
      one.acted++
      acting = fault
    }
    return acting
  }
}

function matcherOf(pattern = "*"): (address: string) => boolean {
  const pieces = pattern
    .toLowerCase()
    .split("*")
    .map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))
  const expression = new RegExp(`^${pieces.join(".*")}$`)
  return (address) => expression.test(address.toLowerCase())
}
