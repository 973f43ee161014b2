/** What was looked at, what was found, and what to do about it. */
export interface Check {
  check: string
  level: 'ok' | 'warn' | 'fail'
  found: string
  /** Null when nothing is to be done. */
  todo: string | null
}

export function well(check: string, found: string): Check {
  return { check, level: 'ok', found, todo: null }
}

export function warned(check: string, found: string, todo: string): Check {
  return { check, level: 'warn', found, todo }
}

export function failed(check: string, found: string, todo: string | null): Check {
  return { check, level: 'fail', found, todo }
}
