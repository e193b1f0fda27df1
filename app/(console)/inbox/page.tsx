import type { Metadata } from "next"
import type { Context } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { type InboxPage as Found, listInbox } from "../../../lib/notices/inbox/list-inbox.ts"
import { parseInboxQuery } from "../../../lib/notices/inbox/schemas.ts"
import { resources } from "../../server/resources.ts"
import { requireContext } from "../../server/session.ts"
import { INBOX_HREF } from "../../shared/addresses.ts"
import { askedQuery } from "../../shared/asked-query.ts"
import { counted } from "../../shared/counted.ts"
import { Desk } from "../../shared/desk.tsx"
import { AddressProblem } from "../../shared/filters/address-problem.tsx"
import { type PageProps, queryText } from "../../shared/page-props.ts"
import { EmptyState } from "../../ui/blocks/empty-state.tsx"
import { Notice } from "../../ui/blocks/notice.tsx"
import { Panel } from "../../ui/blocks/panel.tsx"
import { PageHeader } from "../../ui/shell/page-header.tsx"
import { InboxSearch } from "./inbox-search.tsx"
import { InboxTable } from "./inbox-table.tsx"

export const metadata: Metadata = { title: "Inbox" }

export default async function InboxPage({ searchParams }: PageProps) {
  const query = await searchParams
  const ctx = await requireContext(`${INBOX_HREF}?${queryText(query)}`, "inbox.view")
  const { asked, problem } = askedQuery(query, parseInboxQuery)
  const found = await lookInto(ctx, asked)
  return (
    <Desk>
      <PageHeader title="Inbox" facts={found ? [`${counted(found.total, "letter")} kept`] : []} />
      <Notice tone="info" title="These letters never left this machine">
        This is the local sink: letters go to it until an administrator arms a real mail relay. It keeps each
        letter and sends none on.
      </Notice>
      {problem ? <AddressProblem problem={problem} href={INBOX_HREF} /> : null}
      {found?.isFull ? (
        <Notice tone="caution" title="The sink has no room for another letter">
          The disk of its data folder is nearly full. Letters wait until there is room again.
        </Notice>
      ) : null}
      <Panel
        title="Letters"
        note="Newest first. Who got a letter shows when it is opened, and that stands in the trail."
        isFlush
      >
        {found ? (
          <>
            <InboxSearch subject={asked.subject} />
            <InboxTable page={found} asked={asked} />
          </>
        ) : (
          <EmptyState title="The sink does not answer">
            It starts with the console, and again when it ends. Load this page again in a moment; if it stays
            away, the console’s own messages say why.
          </EmptyState>
        )}
      </Panel>
    </Desk>
  )
}

async function lookInto(ctx: Context, asked: Parameters<typeof listInbox>[2]): Promise<Found | null> {
  try {
    return await listInbox(ctx, resources().sink, asked)
  } catch (error) {
    if (error instanceof AppError && error.code === "unavailable") return null
    throw error
  }
}
