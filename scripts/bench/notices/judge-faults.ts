import type { Check } from "../measured.ts"
import type { FaultyRun } from "./faulty-run.ts"

/** Letters that one worker may have under way when it dies. */
const UNDER_WAY_MAX = 25
const TAKE_OVER_S_MAX = 90

/** What must hold of letters that were sent under faults. */
export function judgeFaults({ runs, underWay, takeOverS }: FaultyRun): Check[] {
  const each = runs.flatMap(({ name, verdict, isNaive, hasLookUp, drops, count }): Check[] => {
    const { states, duplicates, missing, strays, unnamed, once, areCountersRight } = verdict
    if (isNaive)
      return [
        {
          name: `${name}: queueing again without asking sends letters twice (${duplicates})`,
          isHeld: duplicates > 0,
        },
      ]
    const unknown = states.unknown ?? 0
    const most = UNDER_WAY_MAX * underWay.length + drops
    const settled = (states.accepted ?? 0) + unknown
    return [
      { name: `${name}: no Message-ID came twice`, isHeld: duplicates === 0 },
      { name: `${name}: nothing is lost: the states add up to the list`, isHeld: settled === count },
      {
        name: `${name}: what counts as accepted is there once`,
        isHeld: missing === 0 && once === states.accepted,
      },
      { name: `${name}: nothing is there that counts as not sent`, isHeld: strays === 0 },
      { name: `${name}: the counters are what counting gives`, isHeld: areCountersRight },
      hasLookUp
        ? { name: `${name}: each Message-ID is there exactly once`, isHeld: once === count }
        : {
            name: `${name}: at most ${UNDER_WAY_MAX} a kill are unknown, and those that were dropped (${unknown} of ${most}), each named`,
            isHeld: unknown <= most && unnamed === 0,
          },
    ]
  })
  const slowest = Math.max(0, ...takeOverS)
  return [
    ...each,
    {
      name: `somebody else went on with what a dead worker had within ${TAKE_OVER_S_MAX} s (${slowest.toFixed(0)} s)`,
      isHeld: slowest <= TAKE_OVER_S_MAX,
    },
  ]
}
