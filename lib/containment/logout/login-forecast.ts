import type { LogoutPlan } from "./plan-shape.ts"
import { CANARY_PART, OPERATORS_PART } from "./settings.ts"

/** What one wave brings back to the login, by the time since the first one began; gates are not counted. */
export interface ForecastWave {
  part: string
  subjects: number
  fromS: number
  toS: number
  /** If everybody comes back at once, with every session that they had. */
  loginsPerSecond: number
  /** Logins at the moment at which a cut-off for many is set; 0 where none is. */
  atOnce: number
}

/** The logins that a plan brings, wave by wave. */
export function loginForecast(
  plan: Pick<LogoutPlan, "waves" | "affected" | "sessions" | "epoch" | "logins">,
): ForecastWave[] {
  const sessionsEach = plan.sessions === null ? 1 : Math.max(1, plan.sessions / Math.max(1, plan.affected))
  let fromS = 0
  return plan.waves.map(({ part, subjects, seconds }, nth) => {
    const toS = fromS + seconds
    const loginsPerSecond = seconds === 0 ? 0 : (subjects / seconds) * sessionsEach
    const wave = {
      part,
      subjects,
      fromS,
      toS,
      loginsPerSecond,
      atOnce: atOnceOf(plan, part, nth, subjects * sessionsEach),
    }
    fromS = toS
    return wave
  })
}

function atOnceOf(
  { epoch, logins }: Pick<LogoutPlan, "epoch" | "logins">,
  part: string,
  nth: number,
  loginsOfWave: number,
): number {
  if (epoch.mode === "global") return nth === 0 ? logins.atOnce : 0
  const isCohort = epoch.mode === "cohorts" && part !== CANARY_PART && part !== OPERATORS_PART
  return isCohort ? Math.ceil(loginsOfWave) : 0
}
