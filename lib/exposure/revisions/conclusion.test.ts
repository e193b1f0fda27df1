import { expect, test } from "vitest"
import { conclude, withAnswers } from "./conclusion.ts"

const question = (code: string) => ({ code, count: 1, text: code })
const answer = (code: string, verdict: "settled" | "stands", minute: number) => ({
  id: `${code} ${minute}`,
  code,
  verdict,
  reason: "because of it",
  answeredAt: new Date(Date.UTC(2024, 1, 20, 10, minute)),
  answeredBy: "u1",
})

test("nobody is called unaffected while a question is unanswered or stands", () => {
  const questions = [question("malformed"), question("edge")]
  const word = (...answers: ReturnType<typeof answer>[]) => conclude(withAnswers(questions, answers)).word
  expect(word()).toBe("not shown as affected")
  expect(word(answer("malformed", "settled", 1))).toBe("not shown as affected")
  expect(word(answer("malformed", "settled", 1), answer("edge", "stands", 1))).toBe("not shown as affected")
  expect(word(answer("malformed", "settled", 1), answer("edge", "settled", 1))).toBe("unaffected")
})

test("the latest answer to a question counts, in whatever order they are read", () => {
  const answers = [answer("edge", "stands", 5), answer("edge", "settled", 9), answer("edge", "stands", 7)]
  expect(withAnswers([question("edge")], answers)[0]?.answer?.verdict).toBe("settled")
})

test("a result without open questions may say unaffected", () => {
  expect(conclude([])).toEqual({ unanswered: 0, standing: 0, word: "unaffected" })
})
