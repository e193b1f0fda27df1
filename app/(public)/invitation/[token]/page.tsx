import type { Metadata } from "next"
import { DEAD_LINK, findInvitation } from "../../../../lib/access/people/find-invitation.ts"
import { resources } from "../../../server/resources.ts"
import type { PageProps } from "../../../shared/page-props.ts"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Button, LinkButton } from "../../../ui/controls/button.tsx"
import { Instant } from "../../../ui/figures/instant.tsx"
import { boxClass, Door } from "../../door.tsx"
import { AcceptForm } from "./accept-form.tsx"

/** The address is a secret: what is loaded from here, or reached from here, is not told it. */
export const metadata: Metadata = { title: "Invitation", referrer: "strict-origin" }

/** Shows what a link invites to; only the form's button uses it up. */
export default async function InvitationPage({ params }: PageProps<{ token: string }>) {
  const { token } = await params
  const { ctx, provider } = resources().signIn
  const invitation = await findInvitation(ctx, token)
  if (!invitation)
    return (
      <Door>
        <div className={boxClass}>
          <h2>Invitation</h2>
          <Notice tone="caution">{DEAD_LINK}</Notice>
          <LinkButton href="/sign-in">Go to sign-in</LinkButton>
        </div>
      </Door>
    )
  const { email, name, role, expiresAt, isMember } = invitation
  return (
    <Door>
      <div className={boxClass}>
        <h2>{isMember ? "Set a new password" : "You are invited"}</h2>
        <p>
          {isMember
            ? "All your sessions end, and your second factor is set anew afterwards."
            : `You will work here as ${role}.`}{" "}
          This link works once, until <Instant at={expiresAt} />.
        </p>
        <AcceptForm token={token} email={email} name={name} isMember={isMember} />
      </div>
      {provider && email !== null ? (
        <form className={boxClass} method="post" action="/api/sign-in/single">
          <input type="hidden" name="next" value="/" />
          <p className="soft">
            Or without a password, if {provider.name} knows you as {email}:
          </p>
          <Button type="submit">Accept with {provider.name}</Button>
        </form>
      ) : null}
    </Door>
  )
}
