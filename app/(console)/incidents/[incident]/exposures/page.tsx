import { figure } from "../../../../../lib/core/figure.ts"
import { withBothNames } from "../../../../../lib/exposure/identities/with-names.ts"
import type { ExposuresPage as Listed } from "../../../../../lib/exposure/reading/list-exposures.ts"
import { listExposures } from "../../../../../lib/exposure/reading/list-exposures.ts"
import {
  type ExposuresQuery,
  parseExposuresQuery,
  type Relation,
  serialiseExposuresQuery,
} from "../../../../../lib/exposure/reading/schemas.ts"
import { openRoom, type Room } from "../../../../server/open-room.ts"
import { exportHref, roomHref } from "../../../../shared/addresses.ts"
import { askedQuery } from "../../../../shared/asked-query.ts"
import { AddressProblem } from "../../../../shared/filters/address-problem.tsx"
import { FilterForm } from "../../../../shared/filters/filter-form.tsx"
import type { PageProps } from "../../../../shared/page-props.ts"
import { ResultHeader } from "../../../../shared/result-header.tsx"
import { titled } from "../../../../shared/titled.ts"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../ui/controls/button.tsx"
import { RelationMark } from "../../../../ui/marks/exposure-marks.tsx"
import { ExposuresTable } from "./exposures-table.tsx"
import { Narrowed } from "./narrowed.tsx"

export const generateMetadata = titled("Exposures")

export default async function ExposuresPage(props: PageProps<{ incident: string }>) {
  const room = await openRoom(props, "exposures")
  const { ctx, incident, result } = room
  const { number } = result.revision
  const { asked, problem } = askedQuery(room.query, parseExposuresQuery)
  const page = await listExposures(ctx, result, asked)
  const rows = await withBothNames(ctx, result, page.rows)
  const query = serialiseExposuresQuery(asked).toString()
  const path = roomHref(incident, "exposures")
  return (
    <>
      <ResultHeader
        room={room}
        title="Exposures"
        name="exposures"
        actions={
          <LinkButton href={exportHref(incident, "exposures", number, query)} download>
            Export {figure(page.total)} exposures as CSV
          </LinkButton>
        }
      />
      {problem ? <AddressProblem problem={problem} href={roomHref(incident, "exposures", number)} /> : null}
      <Panel title="Who saw whose" note={listNote(room)} isFlush>
        <Narrowed path={path} revision={number} asked={asked} />
        <Filters path={path} room={room} asked={asked} page={page} />
        <ExposuresTable
          path={path}
          peoplePath={roomHref(incident, "people")}
          revision={number}
          query={`revision=${number}${query === "" ? "" : `&${query}`}`}
          page={{ ...page, rows }}
          hasNames={rows.some(({ shownOwner, shownViewer }) => shownOwner !== null || shownViewer !== null)}
          asked={{ sort: asked.sort, direction: asked.direction }}
        />
      </Panel>
    </>
  )
}

function listNote({ result }: Room): string {
  const { total, in_scope: inScope } = result.summary.exposures
  return `One owner, viewer, device and item each. ${figure(total)} exposures, ${figure(inScope)} of them in scope. Rows lead to the owner; the viewer’s pseudonym leads to the viewer.`
}

/** Who has no tie to the footage first. */
const relations: readonly Relation[] = ["stranger", "anonymous", "former_member", "later_owner", "staff"]

interface FiltersProps {
  path: string
  room: Room
  asked: ExposuresQuery
  page: Listed
}

function Filters({ path, room, asked, page }: FiltersProps) {
  const { sort, direction, person, device, ...filters } = asked
  const { exposures } = room.result.summary
  const kept = Object.fromEntries(serialiseExposuresQuery({ sort, direction, person, device }))
  return (
    <FilterForm
      path={path}
      kept={{ revision: String(room.result.revision.number), ...kept }}
      asked={serialiseExposuresQuery(filters).toString()}
      chips={[
        {
          name: "relation",
          legend: "The viewer was",
          options: relations
            .filter((relation) => exposures[relation] > 0 || asked.relation.includes(relation))
            .map((relation) => ({
              value: relation,
              label: <RelationMark relation={relation} />,
              count: figure(page.byRelation[relation]),
            })),
        },
      ]}
      selects={[
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
          name: "scope",
          label: "Scope",
          options: [
            { value: "", label: "In scope or not" },
            { value: "in", label: "In scope" },
            { value: "out", label: "Out of scope" },
          ],
        },
        {
          name: "side",
          label: "Account is",
          options: [
            { value: "", label: "Owner or viewer" },
            { value: "owner", label: "The owner" },
            { value: "viewer", label: "The viewer" },
          ],
        },
      ]}
      text={{ name: "search", label: "Pseudonym begins with" }}
    />
  )
}
