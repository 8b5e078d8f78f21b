// The name under which this browser's person acts, kept so that it need not be typed at a bad moment.
const KEY = 'courtesy.who'

export function remembered_who(): string {
  try {
    return localStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

export function remember_who(who: string) {
  try {
    if (who) localStorage.setItem(KEY, who)
  } catch {
    // A browser that keeps nothing: the name is typed each time.
  }
}
