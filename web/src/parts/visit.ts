// What a visit is for, from a calendar's title, which often holds the client's name and number too.

export function visit_words(one: { name: string; summary: string }): string {
  let words = one.summary
  if (one.name && words.toLowerCase().startsWith(one.name.toLowerCase())) words = words.slice(one.name.length)
  words = words.replace(/\+?\(?\d[\d ().\/-]{6,}\d/g, '')
  return words.replace(/^[\s,;:|/–—-]+|[\s,;:|/–—-]+$/g, '')
}
