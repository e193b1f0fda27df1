/** A canary as people see it: never its token. */
export interface SeenCanary {
  id: string
  kind: string
  relyingParty: string
  role: string
  mintedAt: Date
  expiresAt: Date | null
  endedAt: Date | null
  probes: { point: string; at: Date; verdict: string; reason: string }[]
}
