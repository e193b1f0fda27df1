import type { Variable, Workshop } from "./workshop.ts"

export interface Interval {
  from: string
  to: string
}

/** A stretch of time with its share of the traffic; `wrong` = rows in ten thousand that name a wrong device. */
export interface Stretch extends Interval {
  weight: number
  wrong: number
}

export interface World {
  seed: number
  accounts: number
  window: Interval
  /** Everybody's history is laid before this instant; default the window's begin. */
  anchor?: string
  baseline?: Interval
  /** Items in the catalogue; rounded to a multiple of 20. */
  media: number
  /** Legitimate reads in the window; 0 = no log. */
  rows: number
  stretches?: Stretch[]
  /** `seen`: the sessions of the log; `planted`: only what the scenario adds; `none`: no table. */
  sessions: "seen" | "planted" | "none"
  /** Sessions end and begin anew at this instant. */
  reloginAt?: string
  /** Rows of the log in this stretch are lost. */
  lost?: Interval
  /** Percent of resold cameras whose first owner is missing from the entitlements. */
  historyLostPercent?: number
  /** Planned ordinary events happen within so many seconds of the window's begin. */
  quietS: number
  ordinary: { former: number; later: number; tappedOfEach: number }
}

export function secondsOf(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000)
}

export function shifted(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString().replace(".000Z", "Z")
}

function slots(first: number, stretches: Stretch[]): string[] {
  const whole = stretches.reduce((sum, each) => sum + each.weight, 0)
  const rows: string[] = []
  let reached = 0
  for (const each of stretches) {
    reached += each.weight
    const span = (secondsOf(each.to) - secondsOf(each.from)) * 1_000_000
    const end = Math.round((1000 * reached) / whole)
    while (rows.length < end)
      rows.push(`(${first + rows.length}, ${secondsOf(each.from) * 1_000_000}, ${span}, ${each.wrong})`)
  }
  return rows
}

function contextStretches(world: World): Stretch[] {
  const { window, baseline } = world
  const before = { from: shifted(window.from, -3600), to: window.from, weight: 30, wrong: 30 }
  const after = { from: window.to, to: shifted(window.to, 3600), weight: 30, wrong: 30 }
  // A few rows fall outside even of the hours around the window.
  const beyond = { from: shifted(window.to, 3600), to: shifted(window.to, 4000), weight: 3, wrong: 30 }
  return [before, after, beyond, ...(baseline ? [{ ...baseline, weight: 50, wrong: 30 }] : [])]
}

/** The variables that `queries/*.sql` read: one place, so that no script can meet an unset one. */
function variablesOf(world: World): Record<string, Variable> {
  const cameras = Math.floor((world.accounts * 1.2) / 10) * 10
  const hasBaseline = world.baseline !== undefined && world.rows > 0
  const when = (instant: string | undefined): Variable => (instant ? { timestamp: instant } : null)
  return {
    seed: world.seed,
    accounts: world.accounts,
    owner_pool: Math.floor(world.accounts * 0.8),
    cameras,
    holders: Math.floor((world.accounts - 4) / 3),
    anchor_s: secondsOf(world.anchor ?? world.window.from),
    media: Math.ceil(world.media / 20) * 20,
    window_rows: world.rows,
    context_rows: Math.floor(world.rows * (hasBaseline ? 0.16 : 0.08)),
    window_from: when(world.window.from),
    window_to: when(world.window.to),
    baseline_to: when(world.baseline?.to),
    relogin_at: when(world.reloginAt),
    lost_from: when(world.lost?.from),
    lost_to: when(world.lost?.to),
    sessions: world.sessions,
    history_lost_percent: world.historyLostPercent ?? 0,
    quiet_s: world.quietS,
    former_count: world.ordinary.former,
    later_count: world.ordinary.later,
    ordinary_tapped: world.ordinary.tappedOfEach,
    baseline_former: hasBaseline ? 45 : 0,
    baseline_later: hasBaseline ? 25 : 0,
    baseline_stranger: hasBaseline ? 3 : 0,
  }
}

/** Lays out a world of which only a later log is wanted: macros, holdings, and all of its traffic in one minute. */
export async function buildLaterWorld(
  workshop: Workshop,
  world: World,
  { from, reads }: { from: Date; reads: number },
): Promise<void> {
  const variables = variablesOf(world)
  await workshop.setVariables({ ...variables, window_rows: reads, context_rows: 0 })
  for (const script of ["world", "holdings", "traffic", "tables", "lines"]) await workshop.script(script)
  const slots = Array.from(
    { length: 2_000 },
    (_, slot) => `(${slot}, ${from.getTime() * 1_000}, 60_000_000, 0)`,
  )
  await workshop.run(`insert into slot values ${slots.join(", ")}`)
}

/** Lays out the world in the workshop: macros, holdings, traffic, people and, if there is a log, its ordinary dirt. */
export async function buildWorld(workshop: Workshop, world: World): Promise<void> {
  await workshop.setVariables(variablesOf(world))
  await workshop.script("world")
  await workshop.script("holdings")
  await workshop.script("traffic")
  await workshop.script("tables")
  await workshop.script("lines")
  await workshop.script("truth")
  if (world.rows === 0) return
  const stretches = world.stretches ?? [{ ...world.window, weight: 1, wrong: 50 }]
  await workshop.run(
    `insert into slot values ${[...slots(0, stretches), ...slots(1000, contextStretches(world))].join(", ")}`,
  )
  await workshop.script("dirt")
  await workshop.script("ordinary")
}
