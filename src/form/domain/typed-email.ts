/** An e-mail address as a person typed it, without the blanks around it. */
export interface EmailAnswer {
  value: string
  valid: boolean
}

const LONGEST = 254
const LONGEST_LOCAL = 64

/** Reads a typed e-mail address: one that mail systems accept in practice is valid, quoted local parts are not. */
export function readEmail(raw: string): EmailAnswer {
  const value = raw.trim()
  return { value, valid: isEmail(value) }
}

function isEmail(text: string): boolean {
  if (text.length > LONGEST) return false
  const [local = '', domain = '', ...rest] = text.split('@')
  return rest.length === 0 && isLocal(local) && isDomain(domain)
}

function isLocal(local: string): boolean {
  if (local.length > LONGEST_LOCAL) return false
  return local.split('.').every((atom) => /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+$/u.test(atom))
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.')
  const last = labels.at(-1) ?? ''
  if (labels.length < 2 || last.length < 2 || /^\d+$/.test(last)) return false
  return labels.every(
    (label) => label.length <= 63 && /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u.test(label),
  )
}
