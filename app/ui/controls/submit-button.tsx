"use client"

import { useFormStatus } from "react-dom"
import { Button, type ButtonProps } from "./button.tsx"

interface SubmitButtonProps extends Omit<ButtonProps, "busyLabel" | "type"> {
  busyLabel: string
}

/** Submits the form that it stands in and says so while it is under way. */
export function SubmitButton({ busyLabel, ...rest }: SubmitButtonProps) {
  const { pending } = useFormStatus()
  return <Button kind="primary" {...rest} type="submit" busyLabel={pending ? busyLabel : null} />
}
