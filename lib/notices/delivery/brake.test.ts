import { describe, expect, test } from "vitest"
import { noCounts, type StateCounts } from "../../runs/rules.ts"
import { brake } from "./brake.ts"

const judge = (
  recent: Partial<StateCounts>,
  states: Partial<StateCounts> = recent,
  pushbacks = 0,
  bouncedShare = 0.05,
) =>
  brake({
    recent: { ...noCounts(), ...recent },
    states: { ...noCounts(), ...states },
    recentS: 60,
    pushbacks,
    settings: { brake: { bouncedShare } },
  })?.reason ?? null

describe("a run pauses by itself", () => {
  test.each<[string, Partial<StateCounts>, Partial<StateCounts>, number, RegExp | null]>([
    [
      "when more of the latest came back than was agreed to",
      { accepted: 900, bounced: 100 },
      {},
      0,
      /^10 % of the latest letters .* 5 % was agreed/,
    ],
    ["not when fewer did", { accepted: 960, bounced: 40 }, {}, 0, null],
    ["when more were refused", { accepted: 900, rejected: 60 }, {}, 0, /^6\.3 % of the latest/],
    ["not for a handful at the beginning", { accepted: 5, bounced: 9 }, { accepted: 5, bounced: 9 }, 0, null],
    [
      "when few are sent but too many of them all came back",
      { accepted: 20, bounced: 2 },
      { accepted: 150, bounced: 12 },
      0,
      /^7\.4 % of the letters/,
    ],
    ["not once more for what came back before", { accepted: 20 }, { accepted: 150, bounced: 12 }, 0, null],
    [
      "when reports of long ago come in, by what they are reports of",
      { accepted: -30, bounced: 30 },
      { accepted: 10_000, bounced: 30 },
      0,
      null,
    ],
    [
      "when the relay pushes most of them back",
      { accepted: 20 },
      { accepted: 20 },
      150,
      /^The relay pushed 88\.2 % of the latest/,
    ],
    ["not when it pushes some back", { accepted: 1_000 }, { accepted: 1_000 }, 150, null],
    ["not for the moment in which a relay is started anew", {}, { accepted: 1_000 }, 50, null],
    ["not where nothing has happened", {}, {}, 0, null],
  ])("%s", (_, recent, states, pushbacks, reason) => {
    const said = judge(recent, states, pushbacks)
    if (reason === null) expect(said).toBeNull()
    else expect(said).toMatch(reason)
  })

  test("by the share of its own settings, and by the usual one where they say none", () => {
    expect(judge({ accepted: 900, bounced: 100 }, {}, 0, 0.2)).toBeNull()
    const counts = { ...noCounts(), accepted: 900, bounced: 100 }
    expect(
      brake({ recent: counts, states: counts, recentS: 60, pushbacks: 0, settings: null }),
    ).not.toBeNull()
  })
})
