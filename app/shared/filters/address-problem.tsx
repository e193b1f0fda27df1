import { printable } from "../../../lib/core/printable.ts"
import { Notice } from "../../ui/blocks/notice.tsx"
import { LinkButton } from "../../ui/controls/button.tsx"

/** An address asks for what no list has: what is wrong with it, and the way to the whole list. */
export function AddressProblem({ problem, href }: { problem: string; href: string }) {
  return (
    <Notice
      tone="caution"
      title="The address asks for something that this list does not have"
      actions={
        <LinkButton isSmall href={href}>
          Drop it from the address
        </LinkButton>
      }
    >
      {printable(problem)}. The whole list is shown.
    </Notice>
  )
}
