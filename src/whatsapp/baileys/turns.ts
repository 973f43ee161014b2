import type { BinaryNode } from '@whiskeysockets/baileys'

const LIVE = 'live'

/**
 * Puts a stanza behind all that came before it. Baileys handles one after another only what has waited on the server,
 * known by its attribute `offline`; what comes live meanwhile it handles beside that, so that a message would overtake
 * what the same person wrote earlier.
 */
export function queueUp({ attrs }: BinaryNode): void {
  attrs['offline'] ??= LIVE
}

/** Whether a stanza came as it was sent, and had not waited on the server. */
export function isLive({ attrs }: BinaryNode): boolean {
  return attrs['offline'] === undefined || attrs['offline'] === LIVE
}
