import type { FieldGroup } from "./report-fields.ts"

type Verdict = "delivered" | "bounced" | "deferred"

/** What Action says of a recipient (RFC 3464, 2.3.3). `expanded`: it reached the address, and went on from there. */
const actions: Readonly<Record<string, Verdict>> = {
  failed: "bounced",
  delayed: "deferred",
  delivered: "delivered",
  relayed: "delivered",
  expanded: "delivered",
}
/** What the class of a status code says where there is no Action that anybody knows (RFC 3463). */
const classes: Readonly<Record<string, Verdict>> = { "2": "delivered", "4": "deferred", "5": "bounced" }

const STATUS = /^[245]\.\d{1,3}\.\d{1,3}(?=$|[^\d.])/

/** What a delivery report's fields say became of the letter, and the status of the recipient that decides. */
export function reportVerdict(
  groups: readonly FieldGroup[],
): { says: Verdict; status: string | null } | null {
  const said = groups.flatMap((group) => {
    const status = statusOf(group.get("status"))
    const action = /^[a-z]+/.exec(group.get("action")?.toLowerCase() ?? "")?.[0] ?? ""
    const says = Object.hasOwn(actions, action) ? actions[action] : classes[status?.charAt(0) ?? ""]
    return says === undefined ? [] : [{ says, status }]
  })
  // A letter has one recipient; where that one stands for several, somebody has it when one of them has.
  for (const says of ["delivered", "deferred", "bounced"] as const) {
    const first = said.find((one) => one.says === says)
    if (first) return first
  }
  return null
}

/** An enhanced status code out of what the other side wrote; null where it wrote something else. */
export function statusOf(text: string | undefined): string | null {
  return STATUS.exec(text?.trim() ?? "")?.[0] ?? null
}
