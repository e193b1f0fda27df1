import { type ExposuresQuery, serialiseExposuresQuery } from "../../../../../lib/exposure/reading/schemas.ts"
import { DataText } from "../../../../shared/data-text.tsx"
import { LinkButton } from "../../../../ui/controls/button.tsx"
import styles from "./exposures.module.css"

interface NarrowedProps {
  path: string
  revision: number
  asked: ExposuresQuery
}

/** That the list is one account's or one device's, as a link asked for, and the way back to all. */
export function Narrowed({ path, revision, asked }: NarrowedProps) {
  const { person, device } = asked
  if (person === "" && device === "") return null
  const without = (name: "person" | "device") =>
    `${path}?${new URLSearchParams([["revision", String(revision)], ...serialiseExposuresQuery({ ...asked, [name]: "" })])}`
  return (
    <div className={styles.narrowed}>
      {person === "" ? null : (
        <p>
          Only exposures of account{" "}
          <b>
            <DataText>{person}</DataText>
          </b>{" "}
          <LinkButton isSmall href={without("person")}>
            Show all accounts
          </LinkButton>
        </p>
      )}
      {device === "" ? null : (
        <p>
          Only exposures of device{" "}
          <b>
            <DataText>{device}</DataText>
          </b>{" "}
          <LinkButton isSmall href={without("device")}>
            Show all devices
          </LinkButton>
        </p>
      )}
    </div>
  )
}
