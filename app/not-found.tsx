import { Desk } from "./shared/desk.tsx"
import { EmptyState } from "./ui/blocks/empty-state.tsx"
import { LinkButton } from "./ui/controls/button.tsx"

export const metadata = { title: "Not found" }

export default function NotFoundPage() {
  return (
    <Desk>
      <h1 className="visually-hidden">Not found</h1>
      <EmptyState
        title="There is nothing at this address"
        actions={
          <LinkButton kind="primary" href="/">
            Go to the incidents
          </LinkButton>
        }
      >
        The incident, revision or room that it names does not exist, or the address was cut when it was
        copied.
      </EmptyState>
    </Desk>
  )
}
