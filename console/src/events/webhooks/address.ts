/**
 * A webhook's URL as lists show it: credentials and the values of its query are left out, for receivers keep keys
 * there. What is no URL is shown as it is. Pure.
 */
export function showAddress(url: string): string {
  const read = readUrl(url)
  if (read === null) return url
  const { protocol, username, password, host, pathname, searchParams, hash } = read
  const credentials = username === '' && password === '' ? '' : '…@'
  const names = [...searchParams.keys()].map((name) => `${encodeURIComponent(name)}=…`)
  const query = names.length === 0 ? '' : `?${names.join('&')}`
  return `${protocol}//${credentials}${host}${pathname}${query}${hash === '' ? '' : '#…'}`
}

/** Where an event of this type is posted by a webhook with an address for each; null while there is no URL. Pure. */
export function addressOfType(url: string, type: string): string | null {
  const read = readUrl(url)
  if (read === null) return null
  read.pathname = `${read.pathname.replace(/\/+$/, '')}/${type}`
  return showAddress(read.href)
}

/** `URL.parse`, which browsers of 2024 do not all have. */
export function readUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}
