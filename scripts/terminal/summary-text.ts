import { figure } from "../../lib/core/figure.ts"
import type { ByGrade, Summary } from "../../lib/exposure/summary.ts"
import { shown, textTable } from "./table.ts"

/** The summary of a result as a security analyst reads it: every number with its unit and side. */
export function summaryText(summary: Summary, folder: string): string {
  return [
    `${shown(summary.title)}\nWindow ${summary.window.from} to ${summary.window.to}`,
    warningsOf(summary)
      .map((warning) => `Warning: ${warning}`)
      .join("\n"),
    sidesText(summary),
    accountsText(summary),
    rowsText(summary),
    contextText(summary),
    gapsText(summary),
    questionsText(summary),
    `Result     ${folder}\nDigest     ${summary.digest}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n")
}

/** A share in per cent, to two digits; a share that is not nothing never reads as nothing, nor one that is not all as all. */
export function percent(share: number): string {
  if (share > 0 && share < 0.00005) return "<0.01 %"
  if (share < 1 && share >= 0.99995) return ">99.99 %"
  return `${(share * 100).toFixed(2)} %`
}

/** What makes the numbers below mean less than they seem to. */
function warningsOf({ rows, tables, inputs, window }: Summary): string[] {
  const warnings: string[] = []
  const readable = rows.read - rows.malformed - rows.ignored
  if (!inputs.some(({ table }) => table === "access_log"))
    warnings.push("there is no access log; nothing can be shown by it, and nothing excluded.")
  else if (readable === 0)
    warnings.push(
      "no row of the access log could be read as an access; see rejects.ndjson. Does a source need a mapping?",
    )
  else if (rows.out_of_window === readable)
    warnings.push(
      `no row of the access log lies between ${window.from} and ${window.to}. Is the window right, or the unit of the time?`,
    )
  for (const [table, { read, malformed }] of Object.entries(tables)) {
    if (read > 0 && malformed === read)
      warnings.push(
        `no row of ${table} could be read; see rejects.ndjson. Are its columns named as they should be?`,
      )
  }
  return warnings
}

function sidesText({ viewers, owners, exposures }: Summary): string {
  const row = (side: string, counts: ByGrade) => [
    side,
    figure(counts.total),
    figure(counts.video),
    figure(counts.tapped),
    figure(counts.shown),
  ]
  const orMore = viewers.video + viewers.tapped
  const outOfScope = exposures.total - exposures.in_scope
  return [
    "Who saw whose, as the log shows it (accounts, each by the worst that is known of it)",
    textTable(
      [
        row("Viewers, who received footage of others", viewers),
        row("Owners, whose footage others received", owners),
      ],
      ["", "accounts", "video viewed", "thumbnail tapped", "merely shown"],
    ),
    `  ${figure(orMore)} viewers tapped a thumbnail or viewed a video; ${figure(viewers.video)} of them viewed a video.`,
    `  Exposures (one owner, viewer, device and item each): ${figure(exposures.in_scope)} in scope, ${figure(outOfScope)} out of scope.`,
    `  Of all ${figure(exposures.total)}: ${relationsText(exposures)}.`,
  ].join("\n")
}

function relationsText(counts: Record<string, number>): string {
  const words: [key: string, one: string, many: string][] = [
    ["stranger", "stranger", "strangers"],
    ["anonymous", "anonymous", "anonymous"],
    ["former_member", "former owner or member", "former owners or members"],
    ["later_owner", "later owner", "later owners"],
    ["staff", "staff", "staff"],
  ]
  const parts = words
    .filter(([key]) => (counts[key] ?? 0) > 0)
    .map(([key, one, many]) => {
      const count = counts[key] ?? 0
      return `${figure(count)} by ${count === 1 ? one : many}`
    })
  return parts.length === 0 ? "none" : parts.join(", ")
}

function accountsText(summary: Summary): string {
  const { accounts, questions } = summary
  const { groups } = accounts
  // Until every open question is answered, nobody is called unaffected; nor on a log that shows nothing of the window.
  const word = questions.length > 0 || warningsOf(summary).length > 0 ? "not shown as affected" : "unaffected"
  const share = (count: number) => (accounts.total === 0 ? "" : percent(count / accounts.total))
  const rows: [string, number][] = [
    ["owner: video exposed", groups.owner_video ?? 0],
    ["owner: thumbnail tapped", groups.owner_tapped ?? 0],
    ["owner: merely shown", groups.owner_shown ?? 0],
    ["viewer only: own footage not exposed", groups.viewer_only ?? 0],
    ["undetermined: presumed, or shown but not whose it was", groups.undetermined ?? 0],
    [word, groups.unaffected ?? 0],
  ]
  const bounds =
    accounts.either === accounts.either_upper
      ? figure(accounts.either)
      : `at least ${figure(accounts.either)} and, with what must be presumed, at most ${figure(accounts.either_upper)}`
  return [
    `Accounts (${figure(accounts.total)} in all, each in the first group that applies)`,
    textTable(rows.map(([group, count]) => [group, figure(count), share(count)])),
    `  Affected as owner or viewer: ${bounds} accounts.`,
    `  Of the ${figure(accounts.either)} that the log shows, ${figure(accounts.unreachable)} have no e-mail address.`,
  ].join("\n")
}

function rowsText({ rows, inputs }: Summary): string {
  if (rows.read === 0 && !inputs.some(({ table }) => table === "access_log")) return ""
  const words: [string, number][] = [
    ["legitimate", rows.legitimate],
    ["misbound: footage went to somebody whose it was not", rows.misbound],
    ["duplicate of a misbound row", rows.duplicate],
    ["denied", rows.denied],
    ["by services and test accounts", rows.service],
    ["unresolved: nobody is known to own the footage", rows.unresolved],
    ["unattributed: names no viewer", rows.unattributed],
    ["outside the window", rows.out_of_window],
    ["ignored by a rule of the mapping", rows.ignored],
    ["malformed: could not be read", rows.malformed],
  ]
  const seen = words.filter(([, count]) => count > 0)
  return [
    `Log rows (${figure(rows.read)} read, each counted once)`,
    textTable(seen.map(([word, count]) => [word, figure(count)])),
  ].join("\n")
}

function contextText({ context, inputs }: Summary): string {
  if (!inputs.some(({ table }) => table === "access_log")) return ""
  const names: Record<string, string> = {
    before: "in the hour before the window",
    after: "in the hour after it",
    baseline: "in the baseline",
  }
  const lines = context.map(({ name, misbound, from, to }) => {
    return `  ${names[name] ?? name} (${from} to ${to}): ${relationsText(misbound)}`
  })
  return ["Misbound events elsewhere (counted for comparison, nothing follows from them)", ...lines].join(
    "\n",
  )
}

function gapsText({ gaps }: Summary): string {
  if (gaps.length === 0) return ""
  const rows = gaps.map(({ kind, source, from, to, reason }) => [
    kind,
    source ?? "all sources",
    from,
    to,
    reason ?? "",
  ])
  return ["Gaps in the log", textTable(rows)].join("\n")
}

function questionsText({ questions }: Summary): string {
  if (questions.length === 0) return "No open questions."
  const items = questions.map(({ code, text }) => `  ${code}\n    ${text}`)
  return [
    `Open questions (${questions.length}; a person answers each before anybody is called unaffected)`,
    ...items,
  ].join("\n")
}
