import type { ShownName } from "../../lib/exposure/identities/with-names.ts"
import { DataText } from "./data-text.tsx"

/** Who somebody is, where it is revealed to whoever looks: their name and address, or their id where there is neither. */
export function ShownWho({ shown }: { shown: ShownName | null }) {
  if (shown === null) return <span className="soft">not revealed</span>
  const { accountId, name, email } = shown
  return <DataText>{[name, email].filter((text) => text !== null).join(", ") || accountId}</DataText>
}
