import type { Metadata } from "next"
import { may } from "../../../../../lib/access/rules.ts"
import { figure } from "../../../../../lib/core/figure.ts"
import { listEarlierAnswers } from "../../../../../lib/exposure/revisions/list-answers.ts"
import { namesOf } from "../../../../../lib/exposure/revisions/list-revisions.ts"
import { openRoom, type Room } from "../../../../server/open-room.ts"
import { exportHref, roomHref } from "../../../../shared/addresses.ts"
import { counted } from "../../../../shared/counted.ts"
import type { PageProps } from "../../../../shared/page-props.ts"
import { ResultHeader } from "../../../../shared/result-header.tsx"
import { EmptyState } from "../../../../ui/blocks/empty-state.tsx"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { LinkButton } from "../../../../ui/controls/button.tsx"
import { QuestionPanel } from "./question-panel.tsx"

export const metadata: Metadata = { title: "Open questions" }

export default async function QuestionsPage(props: PageProps<{ incident: string }>) {
  const room = await openRoom(props, "questions")
  const { ctx, incident, result, questions } = room
  const earlier = await listEarlierAnswers(ctx, result)
  const names = await namesOf(
    ctx,
    [...questions.map(({ answer }) => answer), ...earlier.values()].flatMap((one) => one?.answeredBy ?? []),
  )
  const decision = may(ctx.actor, "question.answer")
  const request = may(ctx.actor, "revision.request")
  const { number } = result.revision
  return (
    <>
      <ResultHeader
        room={room}
        title="Open questions"
        actions={
          <LinkButton href={exportHref(incident, "questions", number)} download>
            Export CSV
          </LinkButton>
        }
      />
      <State room={room} />
      {questions.length === 0 ? (
        <EmptyState
          title="This revision leaves no question open"
          actions={
            <LinkButton kind="primary" href={roomHref(incident, "", number)}>
              Go to the overview
            </LinkButton>
          }
        >
          Every row could be read, every stretch is covered, and nothing contradicts itself.
        </EmptyState>
      ) : null}
      {questions.map((question) => (
        <QuestionPanel
          key={question.code}
          address={{ incident: incident.number, revision: number }}
          question={question}
          by={question.answer ? (names.get(question.answer.answeredBy) ?? "somebody who has left") : null}
          earlier={earlier.get(question.code) ?? null}
          earlierBy={names.get(earlier.get(question.code)?.answeredBy ?? "") ?? null}
          disabledReason={decision.allowed ? null : decision.reason}
          gapReason={request.allowed ? null : request.reason}
        />
      ))}
    </>
  )
}

function State({ room: { conclusion, incident, result, questions } }: { room: Room }) {
  if (questions.length === 0) return null
  const { unanswered, standing, word } = conclusion
  const { unaffected } = result.summary.accounts
  const overview = (
    <LinkButton href={roomHref(incident, "", result.revision.number)}>Go to the overview</LinkButton>
  )
  if (word === "unaffected")
    return (
      <Notice tone="done" title="Every question is settled" actions={overview}>
        {figure(unaffected)} accounts may be called unaffected on this revision.
      </Notice>
    )
  return (
    <Notice
      tone="caution"
      title={
        unanswered > 0
          ? `${unanswered} of ${questions.length} questions wait for an answer`
          : counted(standing, "question stands", "questions stand")
      }
      actions={overview}
    >
      Until all are settled, {figure(unaffected)} accounts are only “not shown as affected”: nobody may be
      told more.
    </Notice>
  )
}
