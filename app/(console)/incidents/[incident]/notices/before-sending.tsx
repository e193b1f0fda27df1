import Link from "next/link"
import type { ReactNode } from "react"
import type { Result } from "../../../../../lib/exposure/reading/result.ts"
import { conclude, withAnswers } from "../../../../../lib/exposure/revisions/conclusion.ts"
import { listAnswers } from "../../../../../lib/exposure/revisions/list-answers.ts"
import { findArming } from "../../../../../lib/notices/delivery/find-arming.ts"
import { getCopies } from "../../../../../lib/notices/letters/get-copies.ts"
import { findFacts } from "../../../../../lib/notices/letters/get-facts.ts"
import type { NoticesRoom } from "../../../../server/open-notices.ts"
import { resources } from "../../../../server/resources.ts"
import { noticesHref, roomHref } from "../../../../shared/addresses.ts"
import { counted } from "../../../../shared/counted.ts"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { shapes } from "../../../../ui/marks/shapes.tsx"
import styles from "./notices.module.css"

interface Requirement {
  name: string
  isMet: boolean
  says: ReactNode
}

/** What letters need before they can be sent, and what of it is there. */
export async function BeforeSending({ room, result }: { room: NoticesRoom; result: Result | null }) {
  const requirements = await requirementsOf(room, result)
  const open = requirements.filter(({ isMet }) => !isMet).length
  return (
    <Panel
      title="Before letters are sent"
      note={open === 0 ? "All of it is there." : `${counted(open, "thing is", "things are")} missing.`}
    >
      <ul className={styles.steps}>
        {requirements.map(({ name, isMet, says }) => (
          <li key={name} className={styles.step}>
            {isMet ? shapes.tick : shapes.dashedRing}
            <p>
              <b>{name}</b> <span className="visually-hidden">{isMet ? "(there)" : "(missing)"}</span>{" "}
              <span className="soft">{says}</span>
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

async function requirementsOf({ ctx, incident }: NoticesRoom, result: Result | null): Promise<Requirement[]> {
  const facts = await findFacts(ctx.db, incident.id)
  const copies = await getCopies(ctx.db, resources().forms, incident.id)
  const unread = copies.filter(({ needsReview, review }) => needsReview && review === null)
  const letters = noticesHref(incident, "letters")
  return [
    {
      name: "A finished revision.",
      isMet: result !== null,
      says: result ? (
        `Revision ${result.revision.number} says who is in which group.`
      ) : (
        <Link href={roomHref(incident, "evidence")}>Choose evidence and classify it</Link>
      ),
    },
    {
      name: "What all letters say alike.",
      isMet: facts !== null,
      says: facts ? (
        <Link href={letters}>The company, what happened, whom to ask</Link>
      ) : (
        <Link href={letters}>Say who writes, what happened and whom to ask</Link>
      ),
    },
    {
      name: "Translations that somebody has read.",
      isMet: unread.length === 0,
      says:
        unread.length === 0 ? (
          "Somebody vouches for each of them by name."
        ) : (
          <Link href={letters}>{counted(unread.length, "letter waits", "letters wait")} for a reader</Link>
        ),
    },
    ...(result ? [await questionsOf({ ctx, incident }, result)] : []),
    await transportOf({ ctx, incident }),
  ]
}

async function questionsOf({ ctx, incident }: NoticesRoom, result: Result): Promise<Requirement> {
  const conclusion = conclude(withAnswers(result.summary.questions, await listAnswers(ctx, result)))
  const open = conclusion.unanswered + conclusion.standing
  return {
    name: "Settled questions.",
    isMet: open === 0,
    says:
      open === 0 ? (
        "Who has no grade may be told that they are not affected."
      ) : (
        <Link href={roomHref(incident, "questions", result.revision.number)}>
          {counted(open, "question is", "questions are")} open: until then nobody can be told that they are
          not affected
        </Link>
      ),
  }
}

async function transportOf({ ctx }: NoticesRoom): Promise<Requirement> {
  const { relay, arming } = await findArming(ctx)
  const name = "A way out."
  if (arming)
    return {
      name,
      isMet: true,
      says: <>Letters leave through {relay}: they reach the people they are for.</>,
    }
  return {
    name,
    isMet: true,
    says: relay
      ? `Letters go to the sink, where nobody outside gets them. An administrator can arm ${relay} in the settings.`
      : "Letters go to the sink, where nobody outside gets them. No relay is set (TOCSIN_MAIL_URL).",
  }
}
