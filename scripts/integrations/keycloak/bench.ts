import type { SessionAuthority } from "../../../lib/core/session-authority.ts"
import type { Checks } from "../checks.ts"
import type { Apps, Tokens } from "./apps.ts"
import type { TestRealm, TestUser } from "./realm.ts"

/** What the parts of the test share. */
export interface KeycloakBench {
  realm: TestRealm
  apps: Apps
  authority: SessionAuthority
  checks: Checks
  /** A figure that was measured, for the end. */
  measured(name: string, value: string): void
}

/** Somebody with a session in a browser and one for when they are away, and what both gave them. */
export interface SignedInUser {
  user: TestUser
  online: Tokens
  away: Tokens
}

/** At least one in a hundred and at least a hundred, or all where there are fewer. */
export function sampleOf<Item>(items: readonly Item[]): Item[] {
  const wanted = Math.max(100, Math.ceil(items.length / 100))
  const step = Math.max(1, Math.floor(items.length / wanted))
  return items.filter((_, nth) => nth % step === 0)
}

export function perSecond(count: number, seconds: number): string {
  return `${Math.round(count / seconds)}/s (${count} in ${seconds.toFixed(1)} s)`
}
