import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"

/** The switches of the app, and whether they are on when nobody has touched them. */
const defaults = { "events-tab": true, "extra-verification": false, "bypass-cache": false } as const
export type SwitchName = keyof typeof defaults

/** A signature is good for five minutes either way: so long a message could be sent again. */
const REPLAYED_MS_MAX = 15 * 60_000

const stateSchema = z.object({
  switches: z.record(z.string(), z.object({ on: z.boolean(), changedAt: z.string(), asOf: z.string() })),
  heard: z.array(z.tuple([z.string(), z.number()])),
})

export interface SwitchState {
  switch: SwitchName
  on: boolean
  changedAt: string | null
}

/** Where the app's switches stand. They outlive the process, and so does what was heard already. */
export class SwitchStore {
  private readonly file: string
  private state: z.output<typeof stateSchema>

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    this.file = join(folder, "switches.json")
    this.state = readState(this.file)
  }

  static isName(name: string): name is SwitchName {
    return Object.hasOwn(defaults, name)
  }

  isOn(name: SwitchName): boolean {
    return this.state.switches[name]?.on ?? defaults[name]
  }

  read(name: SwitchName): SwitchState {
    return { switch: name, on: this.isOn(name), changedAt: this.state.switches[name]?.changedAt ?? null }
  }

  /** Flips one, unless the message was heard already, or a later one was. */
  flip(
    messageId: string,
    { name, on, timestamp }: { name: SwitchName; on: boolean; timestamp: string },
  ): "flipped" | "replayed" | "outdated" {
    const now = Date.now()
    const heard = this.state.heard.filter(([, at]) => at > now - REPLAYED_MS_MAX)
    if (heard.some(([id]) => id === messageId)) return "replayed"
    const before = this.state.switches[name]
    if (before && Date.parse(before.asOf) > Date.parse(timestamp)) return "outdated"
    this.write({
      switches: {
        ...this.state.switches,
        [name]: { on, changedAt: new Date(now).toISOString(), asOf: timestamp },
      },
      heard: [...heard, [messageId, now]],
    })
    return "flipped"
  }

  private write(state: z.output<typeof stateSchema>): void {
    writeFileSync(`${this.file}.new`, JSON.stringify(state))
    renameSync(`${this.file}.new`, this.file)
    this.state = state
  }
}

function readState(file: string): z.output<typeof stateSchema> {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, "utf8")))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { switches: {}, heard: [] }
    throw error
  }
}
