import { figure } from "../../../../../lib/core/figure.ts"
import { type PeoplePage as Listed, listPeople } from "../../../../../lib/exposure/reading/list-people.ts"
import {
  groups,
  type PeopleQuery,
  parsePeopleQuery,
  serialisePeopleQuery,
} from "../../../../../lib/exposure/reading/schemas.ts"
import { openRoom, type Room } from "../../../../server/open-room.ts"
import { exportHref, roomHref } from "../../../../shared/addresses.ts"
import { askedQuery } from "../../../../shared/asked-query.ts"
import { AddressProblem } from "../../../../shared/filters/address-problem.tsx"
import { FilterForm } from "../../../../shared/filters/filter-form.tsx"
import type { PageProps } from "../../../../shared/page-props.ts"
import { hasBounds } from "../../../../shared/result/words.ts"
import { ResultHeader } from "../../../../shared/result-header.tsx"
import { titled } from "../../../../shared/titled.ts"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../ui/controls/button.tsx"
import { GroupMark } from "../../../../ui/marks/exposure-marks.tsx"
import { FindAccount } from "./find-account.tsx"
import { PeopleTable } from "./people-table.tsx"

export const generateMetadata = titled("People")

export default async function PeoplePage(props: PageProps<{ incident: string }>) {
  const room = await openRoom(props, "people")
  const { ctx, incident, result, conclusion } = room
  const { number } = result.revision
  const { asked, problem } = askedQuery(room.query, parsePeopleQuery)
  const page = await listPeople(ctx, result, asked)
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
      <Panel title="Find an account" note="Any account of the accounts table, also one that is in no group.">
        <FindAccount incident={incident.number} revision={number} word={conclusion.word} />
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
          page={page}
          asked={{ sort: asked.sort, direction: asked.direction }}
          hasUpper={hasBounds(result.summary)}
        />
      </Panel>
    </>
  )
}

function withRevision(query: string, revision: number): string {
  return `revision=${revision}${query === "" ? "" : `&${query}`}`
}

function listNote({ conclusion, result }: Room): string {
  const { total, either_upper, unaffected } = result.summary.accounts
  return `${figure(either_upper)} of ${figure(total)} accounts. The other ${figure(unaffected)} accounts are ${conclusion.word}; they can be found above. “Viewers” counts who received the account’s footage, “owners” whose footage the account received.`
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
      text={{ name: "search", label: "Account id begins with" }}
    />
  )
}
