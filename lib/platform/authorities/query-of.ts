import type { EpochScope, SubjectQuery } from "../../core/session-authority.ts"

type Values = Readonly<Record<string, string | number | undefined>>

/** An address with values in its query; what is undefined is left out. */
export function withQuery(url: string, values: Values): string {
  const asked = new URL(url)
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) asked.searchParams.set(name, String(value))
  return asked.href
}

/** Whose sessions, as the query of an address. */
export function queryOfSubjects(
  { usedFrom, usedTo, startedBefore }: SubjectQuery,
  after: string | null,
): Values {
  return {
    usedFrom: usedFrom?.toISOString(),
    usedTo: usedTo?.toISOString(),
    startedBefore: startedBefore?.toISOString(),
    after: after ?? undefined,
    limit: SUBJECTS_MAX,
  }
}

const SUBJECTS_MAX = 5_000

/** A scope, as the query of an address. */
export function queryOfScope(scope: EpochScope): Values {
  return { ...scope }
}
