import { type Decision, may } from "../../../../../lib/access/rules.ts"
import { figure } from "../../../../../lib/core/figure.ts"
import { revealedUntil } from "../../../../../lib/exposure/identities/identify.ts"
import { withNames } from "../../../../../lib/exposure/identities/with-names.ts"
import { type PeoplePage as Listed, listPeople } from "../../../../../lib/exposure/reading/list-people.ts"
import {
  groups,
  type PeopleQuery,
  parsePeopleQuery,
  serialisePeopleQuery,
} from "../../../../../lib/exposure/reading/schemas.ts"
import { openRoom, type Room } from "../../../../server/open-room.ts"
import { exportHref, roomHref } from "../../../../shared/addresses.ts"
import { AskApproval } from "../../../../shared/approvals/ask-approval.tsx"
import { askedQuery } from "../../../../shared/asked-query.ts"
import { AddressProblem } from "../../../../shared/filters/address-problem.tsx"
import { FilterForm } from "../../../../shared/filters/filter-form.tsx"
import type { PageProps } from "../../../../shared/page-props.ts"
import { hasBounds } from "../../../../shared/result/words.ts"
import { ResultHeader } from "../../../../shared/result-header.tsx"
import { titled } from "../../../../shared/titled.ts"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../ui/controls/button.tsx"
import { Instant } from "../../../../ui/figures/instant.tsx"
import { GroupMark } from "../../../../ui/marks/exposure-marks.tsx"
import { LookUp } from "./look-up.tsx"
import { PeopleTable } from "./people-table.tsx"

export const generateMetadata = titled("People")

export default async function PeoplePage(props: PageProps<{ incident: string }>) {
  const room = await openRoom(props, "people")
  const { ctx, incident, result, conclusion } = room
  const { number } = result.revision
  const { asked, problem } = askedQuery(room.query, parsePeopleQuery)
  const page = await listPeople(ctx, result, asked)
  const rows = await withNames(ctx, result, page.rows)
  const allUntil = await revealedUntil(ctx, result)
  const query = serialisePeopleQuery(asked).toString()
  const path = roomHref(incident, "people")
  return (
    <>
      <ResultHeader
        room={room}
        title="People"
        name="people"
        actions={
          <LinkButton href={exportHref(incident, "people", number, query)} download>
            Export {figure(page.total)} accounts as CSV
          </LinkButton>
        }
      />
      {problem ? <AddressProblem problem={problem} href={roomHref(incident, "people", number)} /> : null}
      {allUntil ? <AllRevealed until={allUntil} /> : null}
      <Panel title="Look somebody up" note="Any account of the accounts table, also one that is in no group.">
        <LookUp
          incident={incident.number}
          revision={number}
          word={conclusion.word}
          disabledReason={reasonAgainst(may(ctx.actor, "person.look_up"))}
        />
      </Panel>
      <Panel
        title={hasBounds(result.summary) ? "Owners, viewers and undetermined accounts" : "Owners and viewers"}
        note={listNote(room)}
        isFlush
      >
        <Filters path={path} room={room} asked={asked} page={page} />
        <PeopleTable
          path={path}
          query={withRevision(query, number)}
          page={{ ...page, rows }}
          hasNames={allUntil !== null || rows.some(({ shown }) => shown !== null)}
          asked={{ sort: asked.sort, direction: asked.direction }}
          hasUpper={hasBounds(result.summary)}
        />
      </Panel>
      {allUntil === null && may(ctx.actor, "people.reveal").allowed ? (
        <Panel
          title="See all names"
          note="For a second person to approve; one person is revealed on their page."
        >
          <AskApproval
            ctx={ctx}
            act="people.reveal"
            input={{ incidentId: incident.id, revision: number, memberId: ctx.actor.id }}
          />
        </Panel>
      ) : null}
    </>
  )
}

function AllRevealed({ until }: { until: Date }) {
  return (
    <Notice tone="caution" title="All names of this revision are revealed to you">
      In lists, on pages and in exports, until <Instant at={until.toISOString()} />. Everybody else sees
      pseudonyms.
    </Notice>
  )
}

function reasonAgainst(decision: Decision): string | null {
  return decision.allowed ? null : decision.reason
}

function withRevision(query: string, revision: number): string {
  return `revision=${revision}${query === "" ? "" : `&${query}`}`
}

function listNote({ conclusion, result }: Room): string {
  const { total, either_upper, unaffected } = result.summary.accounts
  return `${figure(either_upper)} of ${figure(total)} accounts. The other ${figure(unaffected)} accounts are ${conclusion.word}; they can be looked up above. “Viewers” counts who received the account’s footage, “owners” whose footage the account received.`
}

interface FiltersProps {
  path: string
  room: Room
  asked: PeopleQuery
  page: Listed
}

function Filters({ path, room, asked, page }: FiltersProps) {
  const { sort, direction, ...filters } = asked
  const kept = Object.fromEntries(serialisePeopleQuery({ sort, direction }))
  const inGroups = room.result.summary.accounts.groups
  return (
    <FilterForm
      path={path}
      kept={{ revision: String(room.result.revision.number), ...kept }}
      asked={serialisePeopleQuery(filters).toString()}
      chips={[
        {
          name: "group",
          legend: "Groups",
          options: groups
            .filter((group) => (inGroups[group] ?? 0) > 0 || asked.group.includes(group))
            .map((group) => ({
              value: group,
              label: <GroupMark group={group} />,
              count: figure(page.byGroup[group]),
            })),
        },
      ]}
      selects={[
        {
          name: "side",
          label: "Side",
          options: [
            { value: "", label: "Owner or viewer" },
            { value: "owner", label: "Owners" },
            { value: "viewer", label: "Viewers" },
          ],
        },
        {
          name: "gradeMin",
          label: "Grade at least",
          options: [
            { value: "", label: "Any grade" },
            { value: "tapped", label: "Thumbnail tapped" },
            { value: "video", label: "Video viewed" },
          ],
        },
        {
          name: "reachable",
          label: "E-mail address",
          options: [
            { value: "", label: "With or without" },
            { value: "yes", label: "With an address" },
            { value: "no", label: "Without one" },
          ],
        },
      ]}
      text={{ name: "search", label: "Pseudonym begins with" }}
    />
  )
}
