import { figure } from "../../../lib/core/figure.ts"

/** A share in per cent, to two digits; what is not nothing never reads as nothing, nor what is not all as all. */
export function percent(share: number): string {
  if (share > 0 && share < 0.00005) return "<0.01 %"
  if (share < 1 && share >= 0.99995) return ">99.99 %"
  return `${(share * 100).toFixed(2)} %`
}

interface CountProps {
  of: number
  /** "owners", "events": written after the number. */
  unit?: string | undefined
}

export function Count({ of, unit }: CountProps) {
  return (
    <span className="nowrap">
      {figure(of)}
      {unit ? ` ${unit}` : null}
    </span>
  )
}
