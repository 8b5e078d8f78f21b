// Which language the page speaks. A page keeps its words in a file of this folder, each language of the same shape, so
// that a sentence that is missing in one of them does not compile.

export type Language = 'en' | 'es'

/** Each in its own words, as whoever looks for theirs reads it. */
export const LANGUAGES: Record<Language, string> = { en: 'English', es: 'Español' }

const KEPT = 'courtesy-language'

/** What this browser was told here; otherwise the first of its own languages that the page speaks; otherwise English. */
export const language: Language = known(kept()) ?? navigator.languages.map(known).find((one) => one !== null) ?? 'en'

function known(tag: string | null): Language | null {
  const first = tag?.toLowerCase().split('-')[0]
  return first === 'en' || first === 'es' ? first : null
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT)
  } catch {
    return null
  }
}

export function say<Words>(words: Record<Language, Words>): Words {
  return words[language]
}

/** All words are chosen while the page loads: another language is another load. */
export function speak(next: Language) {
  localStorage.setItem(KEPT, next)
  location.reload()
}

/** A number as this language writes it. */
export const figure = (value: number, digits = 0) => value.toLocaleString(language, { maximumFractionDigits: digits })
