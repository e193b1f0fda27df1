import type { ReactNode } from "react"

interface IconProps {
  className?: string | undefined
}

function Icon({ className, children }: IconProps & { children: ReactNode }) {
  return (
    <svg
      className={className}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  )
}

/** Icons never stand alone: a word beside them, or the accessible name of their button, says the same. */
export function InfoIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 7.5v3.25M8 5.1v.1" />
    </Icon>
  )
}

export function CautionIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M8 2.2 14.4 13.4H1.6Z" />
      <path d="M8 6.6v3M8 11.5v.1" />
    </Icon>
  )
}

export function ErrorIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4Z" />
      <path d="M8 4.9v3.6M8 10.9v.1" />
    </Icon>
  )
}

export function DoneIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m5.3 8.2 1.9 1.9 3.5-4" />
    </Icon>
  )
}

export function CloseIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m4 4 8 8M12 4l-8 8" />
    </Icon>
  )
}

export function CopyIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 2.5H4A1.5 1.5 0 0 0 2.5 4v6.5" />
    </Icon>
  )
}

export function ChevronIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m6 3.5 4.5 4.5L6 12.5" />
    </Icon>
  )
}

export function UploadIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M8 10.5v-8M4.75 5.5 8 2.25l3.25 3.25M2.5 10.5v3h11v-3" />
    </Icon>
  )
}

export function AscendingIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M8 13V3.5M4.5 7 8 3.5 11.5 7" />
    </Icon>
  )
}

export function DescendingIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M8 3v9.5M4.5 9 8 12.5 11.5 9" />
    </Icon>
  )
}

export function UnsortedIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M5 6.25 8 3.25l3 3M5 9.75l3 3 3-3" />
    </Icon>
  )
}
