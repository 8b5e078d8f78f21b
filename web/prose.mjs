// No sentence stands in a page itself: what a person reads is in src/words, in every language. Ends with 1 and the
// places where that is broken. What counts: text between tags, labels, placeholders and titles, and any other string
// of two words or more in which one begins with a capital letter or ends as a sentence does.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const SOURCES = new URL('src/', import.meta.url).pathname
/** Names of this program and forms of writing: the same in all languages. */
const SAME_IN_ALL = /^(courtesy stop|Courtesy|· Courtesy|KB|s|Firefox|Edge?|Mac|Macintosh|first-visit|used outside the page)$/
const READ = new Set(['label', 'aria-label', 'placeholder', 'title', 'alt', 'hint', 'what', 'go'])
const letters = (text) => /[A-Za-zÀ-ÿ]{2}/.test(text)
const sentence = (text) => !/^#?\//.test(text) && /[A-Za-z]{2,}[ ,.:]+[a-z]/.test(text) && (/^\s*[A-Z]/.test(text) || /[a-z][.?!…]\s*$/.test(text))

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'words' ? [] : sources(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })
}

/** What a person would read of this node, or nothing. */
function read_by_people(node) {
  if (ts.isJsxText(node)) return letters(node.text) ? node.text.trim() : ''
  if (ts.isImportDeclaration(node.parent ?? node)) return ''
  const parts = ts.isTemplateExpression(node) ? [node.head.text, ...node.templateSpans.map((span) => span.literal.text)]
    : ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) ? [node.text] : []
  const text = parts.join('…').trim()
  let attribute = node.parent
  while (attribute && (ts.isJsxExpression(attribute) || ts.isConditionalExpression(attribute))) attribute = attribute.parent
  const said = attribute && ts.isJsxAttribute(attribute) && READ.has(attribute.name.getText())
  return (said && letters(text.replaceAll('…', ' '))) || sentence(text) ? text : ''
}

export function prose_of(path, text) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS)
  const found = []
  const walk = (node) => {
    const words = read_by_people(node)
    if (words && !SAME_IN_ALL.test(words.replace(/^[…\s]+|[…\s]+$/g, ''))) found.push(`${path.replace(SOURCES, 'web/src/')}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${words}`)
    ts.forEachChild(node, walk)
  }
  walk(file)
  return found
}

// It would see what it looks for: each of these is one.
const PLANTED = ['<p>Nobody is expected.</p>', '<b aria-label="Days" />', '<p>{one ? "Nothing was sent. It goes out later." : ""}</p>', '<b title={`The day of ${name}`} />']
for (const words of PLANTED) {
  if (prose_of('planted.tsx', `const a = ${words}`).length !== 1) { console.error(`prose: does not see ${words}`); process.exit(1) }
}
const found = sources(SOURCES).flatMap((path) => prose_of(path, readFileSync(path, 'utf8')))
for (const one of found) console.error(`${one}   (its place is web/src/words)`)
process.exit(found.length ? 1 : 0)
