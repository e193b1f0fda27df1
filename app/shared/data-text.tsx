import { printable } from "../../lib/core/printable.ts"

/** Text that comes from the evidence: it can steer neither the page nor the direction of the text around it. */
export function DataText({ children }: { children: string }) {
  return <bdi>{printable(children)}</bdi>
}
