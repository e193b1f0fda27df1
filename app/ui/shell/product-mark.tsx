/** The alarm bell that gives the product its name. */
export function ProductMark() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path
        d="M10 2.25c-3.3 0-5 2.3-5 5.5 0 3.4-.9 4.75-2.25 6.25h14.5C15.9 12.5 15 11.15 15 7.75c0-3.2-1.7-5.5-5-5.5Z"
        fill="currentColor"
      />
      <path d="M7.75 15.75h4.5a2.25 2.25 0 0 1-4.5 0Z" fill="currentColor" />
    </svg>
  )
}
