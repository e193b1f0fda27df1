import type { FlowPart, FlowStages, FlowTone } from "./flow-stages.ts"

export interface Bar {
  part: FlowPart
  y: number
  height: number
  /** Where the middle of its words stands. */
  wordsY: number
}

export interface Ribbon {
  tone: FlowTone
  from: { x: number; top: number; bottom: number }
  to: { x: number; top: number; bottom: number }
  /** Where on its way it bends, as a share. */
  bend: number
}

export interface FlowLayout {
  height: number
  read: { y: number; height: number }
  dispositions: Bar[]
  exposures: Bar[]
  owners: Bar[]
  viewers: Bar[]
  ribbons: Ribbon[]
  viewersTop: number
}

export const columns = { read: 0, dispositions: 212, exposures: 452, people: 668 }
export const BAR = 10
export const TOP = 52
const LINE = 20
const thinnest = 3

/** Bars one beneath the other, as high as the root of their number; those that are thin still have room for a line. */
function stack(parts: readonly FlowPart[], top: number, perRoot: number, gap: number): Bar[] {
  let y = top
  return parts.map((part) => {
    const height = part.count === 0 ? 0 : Math.max(thinnest, Math.sqrt(part.count) * perRoot)
    const room = Math.max(LINE, height)
    const bar = { part, y: y + (room - height) / 2, height, wordsY: y + room / 2 }
    y += room + gap
    return bar
  })
}

function roots(parts: readonly FlowPart[]): number {
  return parts.reduce((sum, { count }) => sum + Math.sqrt(count), 0)
}

function bottomOf(bars: readonly Bar[]): number {
  return bars.reduce((bottom, { y, height, wordsY }) => Math.max(bottom, y + height, wordsY + LINE / 2), 0)
}

/** Places every bar and ribbon of the wide picture. */
export function flowLayout(stages: FlowStages): FlowLayout {
  const perPerson = 104 / Math.max(1, roots(stages.owners), roots(stages.viewers))
  const owners = stack(stages.owners, TOP, perPerson, 6)
  const viewersTop = bottomOf(owners) + 72
  const viewers = stack(stages.viewers, viewersTop, perPerson, 6)
  const dispositions = stack(stages.dispositions, TOP, 210 / Math.max(1, roots(stages.dispositions)), 8)
  // What is out of scope leads nowhere; its number stands in the heading.
  const exposures = stack(stages.exposures.slice(0, 1), TOP, 150 / Math.max(1, roots(stages.exposures)), 0)
  const read = { y: TOP, height: dispositions.reduce((sum, { height }) => sum + height, 0) }
  return {
    height: Math.max(bottomOf(viewers), bottomOf(dispositions), bottomOf(exposures)) + 4,
    read,
    dispositions,
    exposures,
    owners,
    viewers,
    viewersTop,
    ribbons: [
      ...spread(
        { x: columns.read + BAR, top: read.y, bottom: read.y + read.height },
        dispositions,
        columns.dispositions,
      ),
      ...middle(dispositions[0], exposures),
      ...toPeople(exposures[0], owners, viewers),
    ],
  }
}

/** From one bar to several, each taking its part of it in order. */
function spread(from: Ribbon["from"], bars: readonly Bar[], x: number, bend = 0.5): Ribbon[] {
  const total = bars.reduce((sum, { height }) => sum + height, 0)
  let top = from.top
  return bars
    .filter(({ height }) => height > 0)
    .map(({ part, y, height }) => {
      const bottom = top + (height / total) * (from.bottom - from.top)
      const ribbon = {
        tone: part.tone,
        from: { x: from.x, top, bottom },
        to: { x, top: y, bottom: y + height },
        bend,
      }
      top = bottom
      return ribbon
    })
}

function middle(misbound: Bar | undefined, exposures: readonly Bar[]): Ribbon[] {
  if (!misbound || misbound.height === 0) return []
  const from = { x: columns.dispositions + BAR, top: misbound.y, bottom: misbound.y + misbound.height }
  // It widens late, to leave the words of the other rows alone.
  return spread(from, exposures, columns.exposures, 0.88)
}

/** An exposure has two sides: the upper half of the bar leads to the owners, the lower to the viewers. */
function toPeople(inScope: Bar | undefined, owners: readonly Bar[], viewers: readonly Bar[]): Ribbon[] {
  if (!inScope || inScope.height === 0) return []
  const x = columns.exposures + BAR
  const half = inScope.y + inScope.height / 2
  return [
    ...spread({ x, top: inScope.y, bottom: half }, owners, columns.people),
    ...spread({ x, top: half, bottom: inScope.y + inScope.height }, viewers, columns.people),
  ]
}
