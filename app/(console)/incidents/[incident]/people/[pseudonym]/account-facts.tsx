import type { ReactNode } from "react"
import type { Account } from "../../../../../../lib/exposure/reading/rows.ts"
import { DataText } from "../../../../../shared/data-text.tsx"
import { KeyValue } from "../../../../../ui/blocks/key-value.tsx"
import { Instant } from "../../../../../ui/figures/instant.tsx"

/** Who an account is that was revealed: its id, and its row of the accounts table. */
export function AccountFacts({ accountId, account }: { accountId: string; account: Account | null }) {
  const id = { key: "Account id", value: said(accountId) }
  if (account === null)
    return (
      <>
        <KeyValue pairs={[id]} />
        <p>The accounts table does not list this account; the log, or the entitlements, name it.</p>
      </>
    )
  const { email, name, status, country, region, locale, timeZone, lastActiveAt } = account
  return (
    <KeyValue
      pairs={[
        id,
        { key: "Name", value: said(name) },
        { key: "E-mail", value: said(email, "none: it cannot be reached by e-mail") },
        { key: "Status", value: said(status) },
        {
          key: "Country",
          value:
            region === null ? (
              said(country)
            ) : (
              <>
                {said(country)} ({said(region)})
              </>
            ),
        },
        { key: "Language", value: said(locale) },
        { key: "Time zone", value: said(timeZone) },
        { key: "Last active", value: lastActiveAt === null ? said(null) : <Instant at={lastActiveAt} /> },
      ]}
    />
  )
}

function said(text: string | null, otherwise = "not known"): ReactNode {
  return text === null ? <span className="soft">{otherwise}</span> : <DataText>{text}</DataText>
}
