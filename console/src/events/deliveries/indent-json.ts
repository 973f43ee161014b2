const STEP = '  '
/** Deeper than that, lines are not moved further to the right: hostile nesting would make megabytes of spaces. */
const DEEPEST = 24

/** Strings, brackets with nothing in them, marks, and what stands between (numbers and words). */
const TOKEN = /"(?:[^"\\]|\\.)*"|\[\s*\]|\{\s*\}|[{}[\],:]|[^\s{}[\],:"]+/g

/**
 * JSON over several lines. Its values are not read but moved, so that long numbers and double names stay what was sent;
 * null when it is no JSON. Pure.
 */
export function indentJson(text: string): string | null {
  if (!isJson(text)) return null
  const parts: string[] = []
  let depth = 0
  const line = () => `\n${STEP.repeat(Math.min(depth, DEEPEST))}`
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      depth += 1
      parts.push(token, line())
    } else if (token === '}' || token === ']') {
      depth -= 1
      parts.push(line(), token)
    } else if (token === ',') parts.push(token, line())
    else if (token === ':') parts.push(': ')
    else parts.push(/^[[{]/.test(token) ? token.replace(/\s/g, '') : token)
  }
  return parts.join('')
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
