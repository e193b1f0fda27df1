import type { Metadata } from "next"
import Link from "next/link"
import { redirect } from "next/navigation"
import { ownAddress } from "../../../server/form-post.ts"
import { findPerson } from "../../../server/session.ts"
import { failureOf } from "../../../shared/access/sign-in-failures.ts"
import { one, type PageProps } from "../../../shared/page-props.ts"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Button } from "../../../ui/controls/button.tsx"
import { Field } from "../../../ui/controls/field.tsx"
import { Input } from "../../../ui/controls/inputs.tsx"
import { boxClass, Door, noteClass } from "../../door.tsx"

export const metadata: Metadata = { title: "Second factor" }

export default async function SecondFactorPage({ searchParams }: PageProps) {
  const query = await searchParams
  const address = ownAddress(one(query.next))
  if (await findPerson()) redirect(address)
  const failure = failureOf(query)
  return (
    <Door>
      <form className={boxClass} method="post" action="/api/sign-in/second-factor">
        <h2>Second factor</h2>
        {failure ? <Notice tone="error">{failure}</Notice> : null}
        <input type="hidden" name="next" value={address} />
        <Field
          label="Code"
          hint="The six digits that your authenticator shows, or one of your backup codes."
          isRequired
        >
          {(ties) => <Input {...ties} name="code" autoComplete="one-time-code" maxLength={20} isCode />}
        </Field>
        <Button kind="primary" type="submit">
          Go on
        </Button>
      </form>
      <p className={noteClass}>
        Phone lost, and no backup code? Ask an administrator for a new link.{" "}
        <Link href={`/sign-in?${new URLSearchParams({ next: address })}`}>Back to sign-in</Link>
      </p>
    </Door>
  )
}
