import type { FormEvent } from "react"

/** For a form's onReset: React empties a form after its action, also where something was refused; what was typed stays. */
export function keep(event: FormEvent<HTMLFormElement>): void {
  event.preventDefault()
}
