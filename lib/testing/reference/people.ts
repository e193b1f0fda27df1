import { worst } from "./exposures.ts"
import type { Grade, Group } from "./model.ts"
import type { ExposureRow, PersonRow } from "./result.ts"
import { compareBytes, compareInstants } from "./values.ts"

/** What must be presumed of an account, beside what is shown of it. */
export type Presumptions = { owners: Map<string, Grade[]>; viewers: Map<string, Grade[]> }

export function presume(into: Map<string, Grade[]>, account: string, grade: Grade): void {
  into.set(account, [...(into.get(account) ?? []), grade])
}

/** "one row for every account that is not unaffected, sorted by account_id"; exposures out of scope "play no
 * part". */
export function buildPeople(
  exposures: ExposureRow[],
  presumptions: Presumptions,
  isReachable: (account: string) => boolean,
): PersonRow[] {
  const inScope = exposures.filter((exposure) => exposure.in_scope)
  const accounts = new Set<string>([...presumptions.owners.keys(), ...presumptions.viewers.keys()])
  for (const exposure of inScope) {
    accounts.add(exposure.owner_id)
    if (exposure.viewer_id !== null) accounts.add(exposure.viewer_id)
  }
  return [...accounts]
    .sort(compareBytes)
    .map((account) => personOf(account, inScope, presumptions, isReachable(account)))
}

function personOf(
  account: string,
  inScope: ExposureRow[],
  presumptions: Presumptions,
  reachable: boolean,
): PersonRow {
  const asOwner = inScope.filter((exposure) => exposure.owner_id === account)
  const asViewer = inScope.filter((exposure) => exposure.viewer_id === account)
  const both = [...asOwner, ...asViewer]
  const ownerGrade = worst(asOwner.map((exposure) => exposure.grade))
  const viewerGrade = worst(asViewer.map((exposure) => exposure.grade))
  return {
    account_id: account,
    owner_grade: ownerGrade,
    viewer_grade: viewerGrade,
    owner_grade_upper: worst([ownerGrade, ...(presumptions.owners.get(account) ?? [])]),
    viewer_grade_upper: worst([viewerGrade, ...(presumptions.viewers.get(account) ?? [])]),
    group: groupOf(ownerGrade, viewerGrade),
    owner_exposures: asOwner.length,
    viewer_exposures: asViewer.length,
    // "an anonymous one counting as one": null is one member of the set.
    viewers: new Set(asOwner.map((exposure) => exposure.viewer_id)).size,
    owners: new Set(asViewer.map((exposure) => exposure.owner_id)).size,
    devices: new Set(both.map((exposure) => exposure.device_id)).size,
    first_at: both.map((exposure) => exposure.first_at).sort(compareInstants)[0] ?? null,
    last_at:
      both
        .map((exposure) => exposure.last_at)
        .sort(compareInstants)
        .at(-1) ?? null,
    reachable,
  }
}

/** "Group of an account, first that applies"; whoever comes here has at least an upper grade. */
function groupOf(ownerGrade: Grade | null, viewerGrade: Grade | null): Group {
  if (ownerGrade !== null) return `owner_${ownerGrade}`
  return viewerGrade !== null ? "viewer_only" : "undetermined"
}
