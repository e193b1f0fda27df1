import { figure } from "../../lib/core/figure.ts"
import { textTable } from "../terminal/table.ts"
import type { LoadPhase } from "./load.ts"
import type { Check } from "./measured.ts"
import { percentiles } from "./percentiles.ts"

export interface PhaseFigures {
  name: string
  sessions: number
  clicks: number
  faults: number
  p50Ms: number
  p95Ms: number
  maxMs: number
}

export interface LoadReport {
  phases: PhaseFigures[]
  /** By path, the 95th percentile of each phase. */
  paths: { path: string; p95Ms: number[] }[]
  faults: string[]
  checks: Check[]
}

/** What the clicks of each phase came to. */
export function loadReport(phases: readonly LoadPhase[]): LoadReport {
  const faults = phases.flatMap(({ name, clicks }) =>
    clicks.flatMap(({ path, fault }) => (fault === null ? [] : [`${name}: ${path} ${fault}`])),
  )
  const paths = [...new Set(phases.flatMap(({ clicks }) => clicks.map(({ path }) => path)))]
  return {
    phases: phases.map(figuresOf),
    paths: paths.map((path) => ({
      path,
      p95Ms: phases.map(({ clicks }) => p95Of(clicks.filter((one) => one.path === path))),
    })),
    faults: faults.slice(0, 20),
    checks: [{ name: "every click was answered", isHeld: faults.length === 0 }],
  }
}

function p95Of(clicks: LoadPhase["clicks"]): number {
  return percentiles(clicks.map(({ ms }) => ms)).p95Ms
}

function figuresOf({ name, sessions, clicks }: LoadPhase): PhaseFigures {
  const ms = clicks.map((one) => one.ms)
  const faults = clicks.filter(({ fault }) => fault !== null).length
  return { name, sessions, clicks: clicks.length, faults, ...percentiles(ms), maxMs: Math.max(...ms) }
}

export function loadText({ phases, paths, faults, checks }: LoadReport): string {
  const ms = (value: number) => (Number.isNaN(value) ? "–" : `${figure(Math.round(value))} ms`)
  const whole = textTable(
    phases.map(({ name, sessions, clicks, faults: bad, p50Ms, p95Ms, maxMs }) => [
      name,
      figure(sessions),
      figure(clicks),
      figure(bad),
      ms(p50Ms),
      ms(p95Ms),
      ms(maxMs),
    ]),
    ["phase", "sessions", "clicks", "faults", "median", "p95", "slowest"],
  )
  const each = textTable(
    paths.map(({ path, p95Ms }) => [path, ...p95Ms.map(ms)]),
    ["p95 by address", ...phases.map(({ name }) => name)],
  )
  const held = checks.map(({ name, isHeld }) => (isHeld ? `Held: ${name}` : `BROKEN: ${name}`))
  return `${[whole, "", each, "", ...held, ...faults].join("\n")}\n`
}
