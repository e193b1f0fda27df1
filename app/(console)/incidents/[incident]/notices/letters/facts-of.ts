import type { LetterFacts } from "../../../../../../lib/notices/letters/schemas.ts"

/** What all letters say alike, as a form has it. */
export function factsOf(form: FormData): LetterFacts {
  const text = (name: string) =>
    String(form.get(name) ?? "")
      .replaceAll("\r\n", "\n")
      .trim()
  const orNone = (name: string) => text(name) || null
  const inBoth = (name: string) => ({ en: text(`${name}.en`), de: text(`${name}.de`) })
  const mitigation = inBoth("mitigation")
  return {
    company: text("company"),
    parentCompany: orNone("parentCompany"),
    product: text("product"),
    securityPage: text("securityPage"),
    checkPage: text("checkPage"),
    supportEmail: text("supportEmail"),
    supportPhone: orNone("supportPhone"),
    supportHours: inBoth("supportHours"),
    postalAddress: text("postalAddress"),
    happenedFrom: text("happenedFrom"),
    happenedTo: text("happenedTo"),
    timeZone: text("timeZone"),
    whatHappened: inBoth("whatHappened"),
    whatWeDid: inBoth("whatWeDid"),
    mitigation: mitigation.en === "" && mitigation.de === "" ? null : mitigation,
    isDelayedByAuthority: form.get("isDelayedByAuthority") === "yes",
  }
}
