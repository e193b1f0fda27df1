"use client"

import { Trouble, type TroubleProps } from "../../../shared/trouble.tsx"

/** A room that could not be made; the other rooms stay in reach. */
export default function RoomError(props: TroubleProps) {
  return (
    <>
      <h1 className="visually-hidden">Error</h1>
      <Trouble {...props} />
    </>
  )
}
