/** What is wrong with a name for a new instance, by the rule of the API. Pure. */
export function nameFault(name: string): 'missing' | 'wrong' | null {
  if (name === '') return 'missing'
  return /^[A-Za-z0-9_-]{1,100}$/.test(name) ? null : 'wrong'
}

/** Whether a token of one's own has the form that the API wants. Pure. */
export function isToken(token: string): boolean {
  return /^[\x21-\x7e]{16,256}$/.test(token)
}
