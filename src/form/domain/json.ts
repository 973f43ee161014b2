/** Why a text is no JSON that may be looked at. */
export type BrokenJson = 'too_large' | 'too_deep' | 'too_many_values' | 'not_json'

export type GuardedJson = { type: 'value'; value: unknown } | { type: 'broken'; reason: BrokenJson }

/** Bounds of JSON from strangers. */
export interface JsonBounds {
  /** UTF-8 bytes of the text. */
  bytes: number
  /** Levels of objects and arrays. */
  depth: number
  /** Members and elements, all levels together. */
  values: number
}

/**
 * Parses JSON that a stranger wrote. Size, depth and number of values are judged on the text, before anything is
 * built from it: what comes back is safe to walk recursively. Never throws, never repeats the text.
 */
export function parseGuarded(text: string, bounds: JsonBounds): GuardedJson {
  if (isLonger(text, bounds.bytes)) return { type: 'broken', reason: 'too_large' }
  const excess = findExcess(text, bounds)
  if (excess) return { type: 'broken', reason: excess }
  try {
    return { type: 'value', value: JSON.parse(text) }
  } catch {
    return { type: 'broken', reason: 'not_json' }
  }
}

/** Members of a JSON object in their order; null for anything else. `__proto__` is a name like any other here. */
export function membersOf(value: unknown): Map<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return new Map(Object.entries(value))
}

/** Whether a text has more UTF-8 bytes: a character of UTF-16 has three at most. */
function isLonger(text: string, bytes: number): boolean {
  return text.length > bytes || (text.length * 3 > bytes && utf8Length(text) > bytes)
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c

function findExcess(text: string, bounds: JsonBounds): 'too_deep' | 'too_many_values' | null {
  let depth = 0
  let values = 0
  let isInText = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (isInText) {
      if (code === BACKSLASH) at += 1
      else if (code === QUOTE) isInText = false
    } else if (code === QUOTE) isInText = true
    else if (code === COMMA) values += 1
    // `[` and `{` are 0x5b and 0x7b, their closing ones two further.
    else if ((code | 0x20) === 0x7b) {
      depth += 1
      values += 1
    } else if ((code | 0x20) === 0x7d) depth -= 1
    if (depth > bounds.depth) return 'too_deep'
    if (values > bounds.values) return 'too_many_values'
  }
  return null
}
