import type { SignIn } from "../sign-in.ts"

/** How somebody proved who they are. */
export type ProvenBy = "password" | "second factor" | "backup code" | "single sign-on"

/** Notes in the trail that a session has begun; one that cannot be noted is ended before anybody has it. */
export async function beginSession(signIn: SignIn, token: string, by: ProvenBy): Promise<void> {
  try {
    const { userId } = await signIn.database.session.findUniqueOrThrow({ where: { token } })
    const about = { incidentId: null, details: { user: userId, by } }
    await signIn.ctx.mutate("session.begin", about, async () => {})
  } catch (error) {
    await signIn.database.session.deleteMany({ where: { token } })
    throw error
  }
}
