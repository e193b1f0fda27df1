/** How a span of time is cut for a curve: whole steps of the unit, as few as make no more points than fit. */
export function stepOf(span: bigint, unit: bigint, pointsMax: number): bigint {
  const units = (span + unit - 1n) / unit
  const each = (units + BigInt(pointsMax) - 1n) / BigInt(pointsMax)
  return unit * (each > 0n ? each : 1n)
}

/** The beginnings of the steps that cover [from, to). */
export function beginnings(from: bigint, to: bigint, step: bigint): bigint[] {
  const all: bigint[] = []
  for (let at = from; at < to; at += step) all.push(at)
  return all
}
