import { figure } from "../../lib/core/figure.ts"
import { textTable } from "../terminal/table.ts"
import type { ConsoleBench } from "./console.ts"
import type { Check } from "./measured.ts"
import { type Percentiles, percentiles } from "./percentiles.ts"

/** The data in at most so many times the bare query's time, and an answer of the console within so long. */
const RATIO_MAX = 2
const ANSWER_P95_MS_MAX = 150

export interface QuestionFigures {
  name: string
  bare: Percentiles
  verb: Percentiles
  /** Of the medians. */
  ratio: number
}

export interface ConsoleReport {
  people: number
  accounts: number
  questions: QuestionFigures[]
  served: ({ name: string; path: string } & Percentiles)[]
  checks: Check[]
}

/** What was measured, in figures that can be compared from release to release. */
export function consoleReport({ people, accounts, asked, served }: ConsoleBench): ConsoleReport {
  const questions = asked.map(({ name, bareMs, verbMs }): QuestionFigures => {
    const [bare, verb] = [percentiles(bareMs), percentiles(verbMs)]
    return { name, bare, verb, ratio: verb.p50Ms / bare.p50Ms }
  })
  const answers = served.map(({ name, path, ms }) => ({ name, path, ...percentiles(ms) }))
  return {
    people,
    accounts,
    questions,
    served: answers,
    checks: [
      ...questions.map(({ name, ratio }) => ({
        name: `${name}: in at most ${RATIO_MAX} times the bare query's time`,
        isHeld: ratio <= RATIO_MAX,
      })),
      ...answers.map(({ name, p95Ms }) => ({
        name: `${name}: 95 % of answers within ${ANSWER_P95_MS_MAX} ms`,
        isHeld: p95Ms <= ANSWER_P95_MS_MAX,
      })),
    ],
  }
}

export function consoleText({ people, accounts, questions, served, checks }: ConsoleReport): string {
  const ms = (value: number) => value.toFixed(1)
  const read = questions.map(({ name, bare, verb, ratio }) => [
    name,
    ms(bare.p50Ms),
    ms(bare.p95Ms),
    ms(verb.p50Ms),
    ms(verb.p95Ms),
    ratio.toFixed(2),
  ])
  const failed = checks.filter(({ isHeld }) => !isHeld)
  const parts = [
    `A result with ${figure(people)} people, of ${figure(accounts)} accounts; times in ms\n`,
    textTable(read, ["", "bare p50", "bare p95", "verb p50", "verb p95", "ratio of p50"]),
    ...(served.length > 0
      ? [
          "",
          textTable(
            served.map((one) => [one.name, ms(one.p50Ms), ms(one.p95Ms)]),
            ["console over HTTP", "p50", "p95"],
          ),
        ]
      : []),
    "",
    failed.length === 0
      ? "All goals are reached."
      : failed.map(({ name }) => `NOT reached: ${name}`).join("\n"),
  ]
  return `${parts.join("\n")}\n`
}
