import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { may } from "../../../../../../../../lib/access/rules.ts"
import {
  type LetterLocale,
  type LetterName,
  letterLocales,
  letterNames,
} from "../../../../../../../../lib/core/letters.ts"
import { namesOf } from "../../../../../../../../lib/exposure/revisions/list-revisions.ts"
import { incidentName } from "../../../../../../../../lib/incidents/incident-name.ts"
import { type CurrentCopy, getCopies } from "../../../../../../../../lib/notices/letters/get-copies.ts"
import { findFacts } from "../../../../../../../../lib/notices/letters/get-facts.ts"
import { listCopyVersions } from "../../../../../../../../lib/notices/letters/list-copy-versions.ts"
import { marksOf } from "../../../../../../../../lib/notices/letters/marks.ts"
import { type NoticesRoom, openNotices } from "../../../../../../../server/open-notices.ts"
import { resources } from "../../../../../../../server/resources.ts"
import { copyHref, copyPreviewHref, noticesHref } from "../../../../../../../shared/addresses.ts"
import { DataText } from "../../../../../../../shared/data-text.tsx"
import { LetterFrame } from "../../../../../../../shared/notices/letter-frame.tsx"
import letterStyles from "../../../../../../../shared/notices/letters.module.css"
import { letterWords, localeWords } from "../../../../../../../shared/notices/words.ts"
import type { PageProps } from "../../../../../../../shared/page-props.ts"
import { reasonOf } from "../../../../../../../shared/reason-of.ts"
import { Notice } from "../../../../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../../../../ui/blocks/panel.tsx"
import { Instant } from "../../../../../../../ui/figures/instant.tsx"
import { Breadcrumbs } from "../../../../../../../ui/shell/breadcrumbs.tsx"
import { PageHeader } from "../../../../../../../ui/shell/page-header.tsx"
import { ReviewForm } from "../../review-form.tsx"
import { CopyForm } from "./copy-form.tsx"
import { Versions } from "./versions.tsx"

type Props = PageProps<{ incident: string; letter: string; locale: string }>

export const metadata: Metadata = { title: "Letter" }

export default async function LetterPage({ params, searchParams }: Props) {
  const { letter: letterText, locale: localeText } = await params
  const letter = letterNames.find((one) => one === letterText) ?? notFound()
  const locale = letterLocales.find((one) => one === localeText) ?? notFound()
  const room = await openNotices(params, `letters/${letter}/${locale}`)
  const { ctx, incident } = room
  const { forms } = resources()
  const copies = await getCopies(ctx.db, forms, incident.id)
  const copy = copies.find((one) => one.letter === letter && one.locale === locale) ?? notFound()
  const versions = await listCopyVersions(ctx.db, forms, incident.id, { letter, locale })
  const names = await namesOf(
    ctx,
    versions.flatMap(({ writtenBy }) => writtenBy ?? []),
  )
  return (
    <>
      <PageHeader
        title={`${letterWords[letter]}, ${localeWords[locale]}`}
        trail={<Trail room={room} letter={letter} locale={locale} />}
        facts={[
          `Version ${copy.version}`,
          copy.writtenAt ? (
            <span key="by">
              by {names.get(copy.writtenBy ?? "") ?? "somebody who has left"}, <Instant at={copy.writtenAt} />
            </span>
          ) : (
            "comes with Tocsin"
          ),
          copy.review ? (
            <span key="read">
              read by <DataText>{copy.review.reviewer}</DataText>
            </span>
          ) : copy.needsReview ? (
            "read by nobody yet"
          ) : null,
        ].filter((fact) => fact !== null)}
      />
      <AsRendered room={room} letter={letter} locale={locale} />
      <Panel
        title="What it says"
        note="Plain text. An empty line ends a paragraph; lines with - or 1. make a list."
      >
        <CopyForm
          key={copy.version}
          shown={{ incident: incident.number, letter, locale, version: copy.version }}
          text={copy.text}
          marks={marksOf(letter)}
          disabledReason={reasonOf(may(ctx.actor, "notice.write_copy"))}
        />
      </Panel>
      <Reading room={room} copy={copy} />
      <Versions
        href={copyHref(incident, letter, locale)}
        versions={versions}
        names={names}
        query={await searchParams}
      />
    </>
  )
}

interface LetterProps {
  room: NoticesRoom
  letter: LetterName
  locale: LetterLocale
}

function Trail({ room: { incident }, letter, locale }: LetterProps) {
  return (
    <Breadcrumbs
      crumbs={[
        { label: incidentName(incident.number), href: noticesHref(incident) },
        { label: "Letters", href: noticesHref(incident, "letters") },
        { label: `${letterWords[letter]}, ${localeWords[locale]}` },
      ]}
    />
  )
}

async function AsRendered({ room: { ctx, incident }, letter, locale }: LetterProps) {
  if ((await findFacts(ctx.db, incident.id)) === null)
    return (
      <Notice tone="info" title="It cannot be shown as it will look yet">
        First say what all letters say alike: who writes, what happened, whom to ask.
      </Notice>
    )
  const title = `${letterWords[letter]}, ${localeWords[locale]}`
  return (
    <Panel
      title="As it looks"
      note="With its fields in place of a reader’s values. The preview of a run fills them in."
    >
      <div className={letterStyles.sides}>
        <LetterFrame title={`${title}, light`} src={copyPreviewHref(incident, letter, locale, "light")} />
        <LetterFrame title={`${title}, dark`} src={copyPreviewHref(incident, letter, locale, "dark")} />
      </div>
    </Panel>
  )
}

function Reading({ room: { ctx, incident }, copy }: { room: NoticesRoom; copy: CurrentCopy }) {
  if (!copy.needsReview) return null
  const { letter, locale, review, digest } = copy
  if (review)
    return (
      <Notice tone="done" title="Somebody vouches for this translation">
        <DataText>{review.reviewer}</DataText> has read exactly this, noted <Instant at={review.reviewedAt} />
        .
      </Notice>
    )
  return (
    <Panel title="Who has read it" note="No letter leaves in a translation that nobody vouches for by name.">
      <ReviewForm
        incident={incident.number}
        locale={locale}
        unread={[{ letter, digest, name: letterWords[letter] }]}
        disabledReason={reasonOf(may(ctx.actor, "notice.review_copy"))}
      />
    </Panel>
  )
}
