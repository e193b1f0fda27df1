"use client"

import { Dialog } from "../../../ui/controls/dialog.tsx"
import { revokeKeyAction } from "./actions.ts"

interface RevokeKeyProps {
  id: string
  name: string
  lastUsed: string
}

/** Ends a key after saying what that does. */
export function RevokeKey({ id, name, lastUsed }: RevokeKeyProps) {
  return (
    <Dialog
      opener={{ label: "Revoke", fullLabel: `Revoke the key of ${name}`, isSmall: true }}
      title={`Revoke the key of ${name}`}
      confirm={{ label: "Revoke the key", busyLabel: "Revoking …", kind: "danger" }}
      action={() => revokeKeyAction(id)}
    >
      <p>
        From this moment every request with it is refused, also one that is under way. It cannot be made good
        again; a program that still needs one gets a new key. {lastUsed}
      </p>
    </Dialog>
  )
}
