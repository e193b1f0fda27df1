import { Desk } from "./shared/desk.tsx"
import { Refused } from "./shared/refused.tsx"

export default function ForbiddenPage() {
  return (
    <Desk>
      <Refused />
    </Desk>
  )
}
