import { type BinaryNode, jidNormalizedUser, type WASocket } from '@whiskeysockets/baileys'
import {
  isTcTokenExpired,
  resolveIssuanceJid,
  resolveTcTokenJid,
  shouldSendNewTcToken,
  storeTcTokensFromIqResult,
} from '@whiskeysockets/baileys/lib/Utils/tc-token-utils.js'
import type { Clock } from '../../../kernel/clock.ts'
import type { KeyStore } from '../key-store.ts'
import type { AskServer } from './ask-server.ts'
import { createGather } from './gather.ts'

/** Trusted-contact tokens: WhatsApp wants one beside a message, and that we give ours to those whom we write to. */
export interface Trust {
  /** What a contact gave us, as it stands beside a message to them; nothing when there is none, or it is out of date. */
  nodesFor(jid: string): Promise<BinaryNode[]>
  /** Gives ours, once a week and connection. Nobody waits for it. */
  give(jid: string): void
}

export interface TrustDeps {
  baileys: WASocket
  keys: KeyStore
  clock: Clock
  askServer: AskServer
}

const MOST_AT_ONCE = 100
const MOST_NOTED = 5_000

/**
 * As Baileys does it behind every message, for many people at once. To whom it was given is not kept: it would say who was
 * written to, and when, after a person was erased; a token that is given once more changes nothing.
 */
export function createTrust({ baileys, keys, clock, askServer }: TrustDeps): Trust {
  const { lidMapping } = baileys.signalRepository
  const lidOf = lidMapping.getLIDForPN.bind(lidMapping)
  const phoneOf = lidMapping.getPNForLID.bind(lidMapping)
  const giving = createGather(giveAll, MOST_AT_ONCE)

  /** Unix seconds, by whom it was given to. */
  const given = new Map<string, number>()

  function note(place: string, seconds: number): void {
    given.delete(place)
    given.set(place, seconds)
    const oldest = given.keys().next()
    if (given.size > MOST_NOTED && !oldest.done) given.delete(oldest.value)
  }

  async function entryOf(jid: string) {
    const place = await resolveTcTokenJid(jid, lidOf)
    return { place, entry: (await keys.get('tctoken', [place]))[place] }
  }

  async function giveAll(places: string[]): Promise<Map<string, void>> {
    const seconds = Math.floor(clock.now() / 1000)
    const tokens: BinaryNode[] = []
    for (const place of places) {
      const jid = await resolveIssuanceJid(place, baileys.serverProps.lidTrustedTokenIssueToLid, lidOf, phoneOf)
      tokens.push({ tag: 'token', attrs: { jid: jidNormalizedUser(jid), t: String(seconds), type: 'trusted_contact' } })
    }
    const result = await askServer({
      xmlns: 'privacy',
      type: 'set',
      content: [{ tag: 'tokens', attrs: {}, content: tokens }],
    })
    const [only, ...others] = places
    // A token in the answer does not say whose it is.
    if (only !== undefined && others.length === 0) {
      await storeTcTokensFromIqResult({ result, fallbackJid: only, keys: baileys.authState.keys, getLIDForPN: lidOf })
    }
    for (const place of places) note(place, seconds)
    return new Map()
  }

  return {
    async nodesFor(jid) {
      const { place, entry } = await entryOf(jid)
      if (!entry?.token?.length) return []
      if (!isTcTokenExpired(entry.timestamp)) {
        return baileys.serverProps.privacyTokenOn1to1 ? [{ tag: 'tctoken', attrs: {}, content: entry.token }] : []
      }
      const { senderTimestamp } = entry
      const left = senderTimestamp === undefined ? null : { token: Buffer.alloc(0), senderTimestamp }
      await keys.set({ tctoken: { [place]: left } })
      return []
    },
    give(jid) {
      void entryOf(jid)
        .then(({ place, entry }) =>
          shouldSendNewTcToken(given.get(place) ?? entry?.senderTimestamp) ? giving.ask(place) : undefined,
        )
        // The next message tries again.
        .catch(() => undefined)
    },
  }
}
