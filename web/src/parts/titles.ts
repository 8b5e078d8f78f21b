// What flows and templates are called, for people: their code names are for files and the API.

interface Named { name: string; title: string | null }

/** By name; two that are called the same have their names beside it. */
export function titles_of(list: Named[]): Map<string, string> {
  const title = (one: Named) => one.title || one.name
  const shared = (one: Named) => list.some((other) => other.name !== one.name && title(other) === title(one))
  return new Map(list.map((one) => [one.name, shared(one) ? `${title(one)} (${one.name})` : title(one)]))
}
