/** What each replay stands for: what was published about the real incident, and what we made up. */

export const scenarioNames = [
  "friday",
  "web-viewer",
  "revised-down",
  "second-hand",
  "lying-log",
  "session-swap",
  "no-log",
] as const

export type ScenarioName = (typeof scenarioNames)[number]

export interface Scenario {
  title: string
  published: string
  invented: string
  /** What arrives after the first evidence, where something does (incident-late.yaml). */
  late?: string
}

export const scenarios: Record<ScenarioName, Scenario> = {
  friday: {
    title: "Thumbnails served to strangers after an outage",
    published:
      "A camera maker, 16 February 2024: about 13,000 users received thumbnails from cameras that were not their own and 1,504 tapped one; most taps enlarged the thumbnail, in some cases an Event Video was viewed; 99.75 % of accounts were not affected. Cameras had been offline for hours; a caching client mixed up device ID and user ID as they came back.",
    invented:
      "The 118 who viewed a video, the 11,720 owners, the fifty minutes of the mix-up, and the 80 relations of an ordinary day (removed members, new owners of resold cameras) that are part of these numbers. All that arrives late: one file of the log and an export of households, by which 300 people stand worse and 90 better than the published numbers, which are those of the first evidence.",
    late: "One more file of the log, with people whom the first files do not name or name less severely, and an export of households, by which some viewers were members all along.",
  },
  "web-viewer": {
    title: "A web cache served other users' pages",
    published:
      "The same maker, 8 September 2023: for 40 minutes up to 2,300 people logged in to the web viewer may have seen the feeds of 10 strangers. There is no record of single views.",
    invented:
      "The time of day, the sessions, and the log of the mobile app beside it, with three removed members who still saw something.",
  },
  "revised-down": {
    title: "An upper bound revised from 90,000 to 9,500",
    published: "27 May 2021: 31 minutes; 90,000 people at first, at most 9,500 in the end.",
    invented:
      "How the bound was revised (first all cameras and all sessions, then a list of 5,000 cameras and 4,500 sessions), the time of day, and the 300 views that the log does show.",
  },
  "second-hand": {
    title: "Cameras resold without a reset",
    published: "Nothing: a made-up case.",
    invented:
      "Everything. Resold cameras and former household members, with every boundary of the rules planted by name.",
  },
  "lying-log": {
    title: "A log that lies in five ways",
    published: "Nothing: a made-up case.",
    invented:
      "Everything. A CDN that names nobody, a lost shard, a window 40 minutes too short, a service that nobody listed, former owners without history: each must end in an open question.",
  },
  "session-swap": {
    title: "Sessions handed to the wrong user",
    published:
      "March 2021: a race gave one user's session to another; all sessions created before 8 March 12:03 UTC were ended.",
    invented:
      "The 600 pairs and the two hours. The same log without the sessions table looks clean and must still raise a question.",
  },
  "no-log": {
    title: "A flaw without a log",
    published:
      "The same maker's report of 2022 of a flaw in reading memory cards: it had been open for years and nobody could say who was affected.",
    invented:
      "The dates and the size of the world. Every owner of the time is undetermined; nobody is shown to be affected.",
  },
}
