import type { ReactNode } from "react"

function shape(content: ReactNode) {
  return (
    <svg
      viewBox="0 0 12 12"
      width="12"
      height="12"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {content}
    </svg>
  )
}

const solid = { fill: "currentColor", stroke: "none" }

/** The shapes of marks: fuller and more angular is graver; each is used with its word beside it. */
export const shapes = {
  play: shape(
    <path
      {...solid}
      fillRule="evenodd"
      d="M2 .5h8A1.5 1.5 0 0 1 11.5 2v8A1.5 1.5 0 0 1 10 11.5H2A1.5 1.5 0 0 1 .5 10V2A1.5 1.5 0 0 1 2 .5ZM4.5 3.2v5.6L9 6Z"
    />,
  ),
  target: shape(
    <>
      <circle cx="6" cy="6" r="4.75" />
      <circle {...solid} cx="6" cy="6" r="2.25" />
    </>,
  ),
  ring: shape(<circle cx="6" cy="6" r="4.5" />),
  dashedRing: shape(<circle cx="6" cy="6" r="4.5" strokeDasharray="2.36 2.36" />),
  eye: shape(
    <>
      <path d="M.9 6S2.8 2.6 6 2.6 11.1 6 11.1 6 9.2 9.4 6 9.4.9 6 .9 6Z" />
      <circle {...solid} cx="6" cy="6" r="1.4" />
    </>,
  ),
  dash: shape(<path d="M2 6h8" />),
  octagon: shape(<path {...solid} d="M3.7.5h4.6l3.2 3.2v4.6l-3.2 3.2H3.7L.5 8.3V3.7Z" />),
  triangle: shape(<path {...solid} d="M6 .8 11.6 11H.4Z" />),
  diamond: shape(<path d="M6 1 11 6 6 11 1 6Z" />),
  tick: shape(<path d="m2 6.4 2.7 2.7L10 3.2" />),
  cross: shape(<path d="m2.5 2.5 7 7M9.5 2.5l-7 7" />),
  square: shape(<rect {...solid} x="2" y="2" width="8" height="8" rx="1" />),
  half: shape(
    <>
      <circle cx="6" cy="6" r="4.75" />
      <path {...solid} d="M6 1.25a4.75 4.75 0 0 1 0 9.5Z" />
    </>,
  ),
}

export type Shape = keyof typeof shapes
