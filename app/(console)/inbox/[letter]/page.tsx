import type { Metadata } from "next"
import { notFound } from "next/navigation"
import type { Context } from "../../../../lib/core/context.ts"
import { isOpened } from "../../../../lib/notices/inbox/opened-letter.ts"
import { type ReadLetter, readLetter } from "../../../../lib/notices/inbox/read-letter.ts"
import { letterIdOf } from "../../../../lib/notices/inbox/schemas.ts"
import { orNotFound } from "../../../server/answer.ts"
import { resources } from "../../../server/resources.ts"
import { requireContext } from "../../../server/session.ts"
import { INBOX_HREF, letterHtmlHref } from "../../../shared/addresses.ts"
import { Desk } from "../../../shared/desk.tsx"
import { one, type PageProps, queryText } from "../../../shared/page-props.ts"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { Instant } from "../../../ui/figures/instant.tsx"
import { Breadcrumbs } from "../../../ui/shell/breadcrumbs.tsx"
import { PageHeader } from "../../../ui/shell/page-header.tsx"
import { OpenLetter } from "../open-letter.tsx"
import { LetterParts } from "./letter-parts.tsx"

export const metadata: Metadata = { title: "A letter" }

export default async function LetterPage({ params, searchParams }: PageProps<{ letter: string }>) {
  const [{ letter: name }, query] = await Promise.all([params, searchParams])
  const ctx = await requireContext(
    `${INBOX_HREF}/${encodeURIComponent(name)}?${queryText(query)}`,
    "inbox.open",
  )
  const id = letterIdOf(name)
  if (id === null) notFound()
  const opened = one(query.opened)
  return (
    <Desk>
      {opened !== undefined && isOpened(ctx, id, opened) ? (
        <Opened ctx={ctx} id={id} mark={opened} />
      ) : (
        <Closed id={id} />
      )}
    </Desk>
  )
}

function Closed({ id }: { id: number }) {
  return (
    <>
      <PageHeader title={`Letter ${id}`} trail={<Trail id={id} />} />
      <Panel title="This letter is closed">
        <p>
          It shows who got it. That you open it stands in the trail, and it stays open to you for an hour.
        </p>
        <OpenLetter id={id} />
      </Panel>
    </>
  )
}

async function Opened({ ctx, id, mark }: { ctx: Context; id: number; mark: string }) {
  const read: ReadLetter = await orNotFound(readLetter(ctx, resources().sink, id, mark))
  const { subject, letter } = read
  return (
    <>
      <PageHeader
        title={subject === "" ? `Letter ${id}` : subject}
        trail={<Trail id={id} />}
        facts={[
          <span key="taken">
            Taken at <Instant at={letter.takenAt} precision="second" />
          </span>,
          "Kept by the local sink; it never left this machine",
        ]}
      />
      <LetterParts read={read} htmlHref={read.html === null ? null : letterHtmlHref(id, mark)} />
    </>
  )
}

function Trail({ id }: { id: number }) {
  return <Breadcrumbs crumbs={[{ href: INBOX_HREF, label: "Inbox" }, { label: `Letter ${id}` }]} />
}
