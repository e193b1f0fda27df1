/** What the items of a work list are called on a page. */
export interface ItemWords {
  one: string
  many: string
}

export const letterWords: ItemWords = { one: "letter", many: "letters" }
export const subjectWords: ItemWords = { one: "subject", many: "subjects" }
