import { may } from "../../../../../../lib/access/rules.ts"
import { letterLocales } from "../../../../../../lib/core/letters.ts"
import { findResult } from "../../../../../../lib/exposure/revisions/get-result.ts"
import { namesOf } from "../../../../../../lib/exposure/revisions/list-revisions.ts"
import { type CurrentCopy, getCopies } from "../../../../../../lib/notices/letters/get-copies.ts"
import { findFacts } from "../../../../../../lib/notices/letters/get-facts.ts"
import { type NoticesRoom, noticesPages, openNotices } from "../../../../../server/open-notices.ts"
import { resources } from "../../../../../server/resources.ts"
import { noticesHref } from "../../../../../shared/addresses.ts"
import { letterWords, localeWords } from "../../../../../shared/notices/words.ts"
import type { PageProps } from "../../../../../shared/page-props.ts"
import { reasonOf } from "../../../../../shared/reason-of.ts"
import { titled } from "../../../../../shared/titled.ts"
import { Notice } from "../../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../../ui/blocks/panel.tsx"
import { PageHeader } from "../../../../../ui/shell/page-header.tsx"
import { SubNav } from "../../../../../ui/shell/sub-nav.tsx"
import { FactsForm } from "./facts-form.tsx"
import { findingsByLetter } from "./findings-by-letter.ts"
import { LettersTable } from "./letters-table.tsx"
import { ReviewForm } from "./review-form.tsx"

export const generateMetadata = titled("Letters")

export default async function LettersPage({ params }: PageProps<{ incident: string }>) {
  const room = await openNotices(params, "letters")
  const { ctx, incident } = room
  const { forms } = resources()
  const copies = await getCopies(ctx.db, forms, incident.id)
  const facts = await findFacts(ctx.db, incident.id)
  const findings = facts === null ? null : await findingsByLetter(ctx, forms, incident.id)
  const names = await namesOf(
    ctx,
    copies.flatMap(({ writtenBy }) => writtenBy ?? []),
  )
  return (
    <>
      <PageHeader title="Letters" />
      <SubNav
        label="Pages of the notices"
        pages={noticesPages(incident)}
        current={noticesHref(incident, "letters")}
      />
      {facts === null ? (
        <Notice tone="caution" title="Nobody has said yet who writes, and what happened">
          Letters are made of their own words and of what all of them say alike. Fill that in below.
        </Notice>
      ) : null}
      <Panel
        title="Letters"
        note="One for each group, and what a correction begins with. Version 0 is the copy that Tocsin brings."
        isFlush
      >
        <LettersTable incident={incident} copies={copies} names={names} findings={findings} />
      </Panel>
      <Readings room={room} copies={copies} />
      <Panel
        title="What all letters say alike"
        note={
          facts
            ? `Version ${facts.version}.`
            : "Nothing is kept yet; what is known from the evidence is filled in."
        }
      >
        <FactsForm
          incident={incident.number}
          version={facts?.version ?? 0}
          facts={facts?.facts ?? (await suggestedFacts(room))}
          disabledReason={reasonOf(may(ctx.actor, "notice.set_facts"))}
        />
      </Panel>
    </>
  )
}

/** What the evidence says already. */
async function suggestedFacts({ ctx, incident }: NoticesRoom) {
  const result = await findResult(ctx, incident)
  if (!result) return {}
  const { from, to } = result.summary.window
  return { happenedFrom: from, happenedTo: to, timeZone: "UTC" }
}

function Readings({
  room: { ctx, incident },
  copies,
}: {
  room: NoticesRoom
  copies: readonly CurrentCopy[]
}) {
  const needed = letterLocales.filter((locale) =>
    copies.some((copy) => copy.locale === locale && copy.needsReview && copy.review === null),
  )
  return needed.map((locale) => (
    <Panel
      key={locale}
      title={`Who has read the letters in ${localeWords[locale]}`}
      note="No letter leaves in a translation that nobody vouches for by name."
    >
      <ReviewForm
        incident={incident.number}
        locale={locale}
        unread={copies
          .filter((copy) => copy.locale === locale && copy.needsReview && copy.review === null)
          .map(({ letter, digest }) => ({ letter, digest, name: letterWords[letter] }))}
        disabledReason={reasonOf(may(ctx.actor, "notice.review_copy"))}
      />
    </Panel>
  ))
}
