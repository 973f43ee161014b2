import type { AuthenticationCreds } from '@whiskeysockets/baileys'
import {
  type Address,
  addressOf,
  lidAddressOf,
  lidUserOf,
  type PhoneUser,
  phoneAddressOf,
  phoneUserOf,
} from './address.ts'
import type { KeyStore } from './key-store.ts'
import type { Locks } from './locks.ts'
import { createStage, type SignalStage } from './signal-stage.ts'

/** Where sessions are used: one operation at a time for each device of a person, under whichever name it is called. */
export interface SessionRoom {
  /**
   * Runs `work` at the address whose session counts for this JID, and commits what it staged when it succeeds.
   * What `beside` names is locked as well, after the addresses.
   */
  enter<Result>(
    jid: string,
    work: (stage: SignalStage, at: Address) => Promise<Result>,
    beside?: readonly string[],
  ): Promise<Result>
  /**
   * The same at the addresses of several devices, in one commit. They are let go when that is on its way: whoever
   * comes next goes on from what is not durable yet, and is committed behind it, with a state that holds the earlier one:
   * when only the later commit is kept, a number is left out and nothing else. So it is for work whose outcome leaves
   * only when this resolves, as encryption is; a message that was read must not be overtaken so.
   */
  enterTogether<Result>(
    jids: readonly string[],
    work: (stage: SignalStage, at: ReadonlyMap<string, Address>) => Promise<Result>,
  ): Promise<Result>
  /** The session record that counts for this JID, without waiting for its turn; null when there is none. */
  peek(jid: string): Promise<Uint8Array | null>
  /** Moves the session of a phone address to its LID twin; false when there is nothing to move. */
  adopt(phone: PhoneUser): Promise<boolean>
}

/** The two names of one device; `at` is where its session belongs. */
interface Twins {
  at: Address
  phone: Address | null
  lid: Address | null
}

export interface SessionRoomDeps {
  keys: KeyStore
  creds: AuthenticationCreds
  locks: Locks
}

/**
 * A person is known by phone number, by LID, or by both, and the second name may be learned while an operation waits
 * or runs. So an operation locks every name it knows and looks again when it has the locks. A session
 * that still stands under the phone's name is taken along to the LID by the first who comes, whoever that is.
 */
export function createSessionRoom({ keys, creds, locks }: SessionRoomDeps): SessionRoom {
  async function mapped(name: string): Promise<string | null> {
    const value = (await keys.get('lid-mapping', [name]))[name]
    return typeof value === 'string' && value !== '' ? value : null
  }

  async function twinsOf(jid: string): Promise<Twins> {
    const phone = phoneUserOf(jid)
    if (phone !== null) {
      const lidUser = await mapped(phone.user)
      const lid = lidUser === null ? null : lidAddressOf(phone, lidUser)
      return { at: lid ?? addressOf(jid), phone: addressOf(jid), lid }
    }
    const lid = lidUserOf(jid)
    const phoneName = lid === null ? null : await mapped(`${lid.user}_reverse`)
    return {
      at: addressOf(jid),
      phone: lid === null || phoneName === null ? null : phoneAddressOf(lid, phoneName),
      lid: lid === null ? null : addressOf(jid),
    }
  }

  function namesOf({ at, phone, lid }: Twins): string[] {
    return [phone, lid, at].flatMap((address) => (address === null ? [] : [address.text]))
  }

  async function takeAlong(stage: SignalStage, { at, phone }: Twins): Promise<boolean> {
    if (phone === null || phone.text === at.text) return false
    const old = await stage.get('session', phone.text)
    if (old === undefined || (await stage.get('session', at.text)) !== undefined) return false
    const identity = await stage.get('identity-key', phone.text)
    stage.put('session', at.text, old)
    stage.put('session', phone.text, null)
    if (identity !== undefined) stage.put('identity-key', at.text, identity)
    return true
  }

  async function enter<Result>(
    jid: string,
    work: (stage: SignalStage, at: Address, isAdopted: boolean) => Promise<Result>,
    beside: readonly string[] = [],
  ): Promise<Result> {
    for (;;) {
      const before = await twinsOf(jid)
      const outcome = await locks.hold([...namesOf(before), ...beside], async () => {
        const twins = await twinsOf(jid)
        if (namesOf(twins).join() !== namesOf(before).join()) return null
        const stage = createStage(keys, creds)
        const isAdopted = await takeAlong(stage, twins)
        const result = await work(stage, twins.at, isAdopted)
        await stage.commit()
        return { result }
      })
      if (outcome !== null) return outcome.result
    }
  }

  async function enterTogether<Result>(
    jids: readonly string[],
    work: (stage: SignalStage, at: ReadonlyMap<string, Address>) => Promise<Result>,
  ): Promise<Result> {
    for (;;) {
      const before = (await Promise.all(jids.map(twinsOf))).flatMap(namesOf)
      const outcome = await locks.hold(before, async () => {
        const all = await Promise.all(jids.map(twinsOf))
        if (all.flatMap(namesOf).join() !== before.join()) return null
        const stage = createStage(keys, creds)
        for (const twins of all) await takeAlong(stage, twins)
        const result = await work(stage, new Map(jids.map((jid, index) => [jid, all[index]?.at ?? addressOf(jid)])))
        return { result, durable: stage.commit() }
      })
      if (outcome === null) continue
      await outcome.durable
      return outcome.result
    }
  }

  return {
    enter,
    enterTogether,
    async peek(jid) {
      const { at, phone } = await twinsOf(jid)
      const names = phone === null ? [at.text] : [at.text, phone.text]
      const found = await keys.get('session', names)
      return found[at.text] ?? (phone === null ? undefined : found[phone.text]) ?? null
    },
    adopt: (phone) => enter(jidOf(phone), async (_stage, _at, isAdopted) => isAdopted),
  }
}

function jidOf({ user, device, isHosted }: PhoneUser): string {
  return `${user}${device === 0 ? '' : `:${device}`}@${isHosted ? 'hosted' : 's.whatsapp.net'}`
}
