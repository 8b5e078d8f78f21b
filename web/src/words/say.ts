// Which language the page speaks. A page keeps its words in a file of this folder, each language of the same shape, so
// that a sentence that is missing in one of them does not compile.

export type Language = 'en' | 'es'

const KEPT = 'courtesy-language'

/** What this browser was told here, otherwise English. */
export const language: Language = chosen(localStorage.getItem(KEPT) ?? 'en')

function chosen(tag: string): Language {
  return tag.toLowerCase().startsWith('es') ? 'es' : 'en'
}

export function say<Words>(words: Record<Language, Words>): Words {
  return words[language]
}

/** All words are chosen while the page loads: another language is another load. */
export function speak(next: Language) {
  localStorage.setItem(KEPT, next)
  location.reload()
}
