import type { Question } from "../questions.ts"

/** What a person said to an open question. */
export interface GivenAnswer {
  id: string
  code: string
  verdict: "settled" | "stands"
  reason: string
  answeredAt: Date
  answeredBy: string
}

export interface AnsweredQuestion extends Question {
  /** The answer that counts: the latest. */
  answer: GivenAnswer | null
}

/** Each open question of a result with the answer that counts, in the contract's order. */
export function withAnswers(
  questions: readonly Question[],
  answers: readonly GivenAnswer[],
): AnsweredQuestion[] {
  return questions.map((question) => {
    const given = answers.filter(({ code }) => code === question.code)
    return { ...question, answer: given.toSorted((a, b) => +b.answeredAt - +a.answeredAt)[0] ?? null }
  })
}

export interface Conclusion {
  unanswered: number
  /** Answered, but may hide people. */
  standing: number
  /** How accounts without any grade may be called. */
  word: "unaffected" | "not shown as affected"
}

/** May anybody be called unaffected? Only when a person has settled each open question. */
export function conclude(questions: readonly AnsweredQuestion[]): Conclusion {
  const unanswered = questions.filter(({ answer }) => answer === null).length
  const standing = questions.filter(({ answer }) => answer?.verdict === "stands").length
  return { unanswered, standing, word: unanswered + standing === 0 ? "unaffected" : "not shown as affected" }
}
