/** A place in a list of forms, as a cursor holds it. */
interface Place {
  createdAt: number
  id: string
}

/** Writes a place as callers hand it back: they read nothing in it. Pure. */
export function writeCursor({ createdAt, id }: Place): string {
  return Buffer.from(`${createdAt}.${id}`).toString('base64url')
}

/** Null for what was never a cursor of ours. */
export function readCursor(text: string): Place | null {
  const match = /^(\d{1,15})\.(frm_[0-9a-z]{20})$/.exec(Buffer.from(text, 'base64url').toString())
  return match?.[1] && match[2] ? { createdAt: Number(match[1]), id: match[2] } : null
}
