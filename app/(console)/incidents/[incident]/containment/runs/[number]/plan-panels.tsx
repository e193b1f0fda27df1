import { effectsOf, longestWindowS } from "../../../../../../../lib/containment/logout/effects.ts"
import { loginForecast } from "../../../../../../../lib/containment/logout/login-forecast.ts"
import type { LogoutPlan } from "../../../../../../../lib/containment/logout/plan-shape.ts"
import { OPERATORS_PART } from "../../../../../../../lib/containment/logout/settings.ts"
import { findStandingFlips } from "../../../../../../../lib/containment/switches/standing-flips.ts"
import { figure } from "../../../../../../../lib/core/figure.ts"
import type { LogoutRoom } from "../../../../../../server/open-logout.ts"
import {
  epochWords,
  scopeInWords,
  secondsWords,
  waveWords,
} from "../../../../../../shared/containment/words.ts"
import { counted } from "../../../../../../shared/counted.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import { KeyValue } from "../../../../../../ui/blocks/key-value.tsx"
import { Panel } from "../../../../../../ui/blocks/panel.tsx"
import { LoginForecast } from "../../../../../../ui/charts/login-forecast.tsx"
import { Digest } from "../../../../../../ui/figures/digest.tsx"
import { KindsTable } from "./kinds-table.tsx"
import { PlannedWaves } from "./planned-waves.tsx"
import { SwitchesAwaited } from "./switches-awaited.tsx"

interface PlanPanelsProps {
  room: LogoutRoom
  plan: LogoutPlan
}

/** The dry run in numbers: waves, what becomes of which token, the logins that come back, and who is left out. */
export async function PlanPanels({ room, plan }: PlanPanelsProps) {
  const { ctx, incident } = room
  const window = longestWindowS(effectsOf(plan))
  const flips = await findStandingFlips(ctx.db, incident.id)
  return (
    <>
      <Panel
        title="Waves"
        note={`${counted(plan.affected, "subject")}${plan.sessions === null ? "" : ` with ${counted(plan.sessions, "session")}`}, ${secondsWords(plan.seconds)} in all at ${figure(plan.perSecond)} a second, without what gates take.`}
        isFlush
      >
        <PlannedWaves plan={plan} />
      </Panel>
      <Panel
        title="What becomes of each kind of token"
        note={
          window === null
            ? "Nobody knows how long the last of them lives on."
            : window === 0
              ? "The last old token is dead as soon as its subject was reached."
              : `The last old token is dead ${secondsWords(window)} after the last subject was reached.`
        }
        isFlush
      >
        <KindsTable plan={plan} />
      </Panel>
      <Panel title="Logins that come back">
        <LoginForecast
          waves={loginForecast(plan).map(({ part, ...wave }) => ({ ...wave, name: waveWords(part) }))}
          possible={plan.logins.possible}
          peak={plan.logins.peak}
        />
      </Panel>
      <div className="grid-2">
        <Panel title="Who is left out" note="They stay on the frozen list, with why.">
          <LeftOut room={room} plan={plan} />
        </Panel>
        <Panel
          title={room.logout.startedAt === null ? "Switches" : "Switches, as they stand now"}
          note="Nobody is logged out before each says itself that it is turned, or somebody’s word stands for it; after 5 minutes a person is asked."
        >
          <SwitchesAwaited flips={flips} planned={plan.flips} isBegun={room.logout.startedAt !== null} />
        </Panel>
      </div>
      <Panel title="The plan">
        <Facts room={room} plan={plan} />
      </Panel>
    </>
  )
}

function LeftOut({ room: { logout }, plan: { skipped, epoch, waves } }: PlanPanelsProps) {
  const { operators } = logout.settings
  const last = waves.find(({ part }) => part === OPERATORS_PART)?.subjects ?? 0
  return (
    <KeyValue
      pairs={[
        { key: "Exempt, by the plan", value: counted(skipped.exempt, "subject") },
        { key: "Services and tests, never", value: counted(skipped.service, "subject") },
        {
          key: "Operators, last of all",
          value:
            operators.length === 0
              ? "none were named"
              : `${counted(last, "subject")} of ${counted(operators.length, "name")}`,
        },
        ...(epoch.mode === "global" || epoch.mode === "cohorts"
          ? [
              {
                key: "Hit by the cut-off, beyond the scope",
                value: epoch.beyond === null ? "nobody can say how many" : counted(epoch.beyond, "subject"),
              },
            ]
          : []),
      ]}
    />
  )
}

function Facts({ room: { logout }, plan }: PlanPanelsProps) {
  const { settings, listDigest } = logout
  const { label, text } = epochWords[plan.epoch.mode]
  return (
    <KeyValue
      pairs={[
        { key: "Ended by", value: <DataText>{plan.authority.name}</DataText> },
        { key: "Who", value: scopeInWords(settings.scope) },
        ...(plan.revision === null ? [] : [{ key: "Rests on", value: `revision ${plan.revision}` }]),
        { key: "Cut-off for apps", value: `${label}. ${text}` },
        {
          key: "Passwords",
          value: settings.requiresReset ? "a new one at the next login" : "stay as they are",
        },
        {
          key: "The authority takes",
          value:
            plan.authority.kind === "external"
              ? "signed lists, a wave at a time; how fast it goes is its own"
              : `${counted(plan.limits.perSecond, "request")} a second, ${counted(plan.limits.bulkMax, "subject")} in each`,
        },
        {
          key: "After a crash",
          value: plan.isReplaySafe
            ? "what was under way is sent again: it ends nothing that is younger than the cut-off"
            : plan.canInspect
              ? "what was under way is inspected before anything is sent again"
              : "what was under way stays unknown, and is never sent again",
        },
        ...(listDigest === null
          ? []
          : [{ key: "Digest of the list", value: <Digest sha256={listDigest} /> }]),
      ]}
    />
  )
}
