// Which language the page speaks, each named in its own words so that nobody must read another to find theirs.
import { LANGUAGES, type Language, language, speak } from '../words/say'
import { SHELL } from '../words/shell'

export function LanguageChoice() {
  return (
    <p class="languages-choice" role="group" aria-label={SHELL.language}>
      {(Object.keys(LANGUAGES) as Language[]).map((one) => (
        <button key={one} class="button small" type="button" lang={one} aria-pressed={one === language}
          onClick={() => { if (one !== language) speak(one) }}>{LANGUAGES[one]}</button>
      ))}
    </p>
  )
}
