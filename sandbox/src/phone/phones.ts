import type { KeyPair } from '@whiskeysockets/baileys'
import type { Logger } from 'pino'
import { Refusal } from '../refusal.ts'
import { type Account, addDevice, jidOf } from '../server/directory.ts'
import type { World } from '../server/world.ts'
import { signCompanion } from './adv.ts'
import { answerForm } from './answer.ts'
import { createAuth, type PhoneAuth } from './auth.ts'
import { formOf } from './form.ts'
import { createHeadlessPhone } from './headless-phone.ts'
import type { Phone } from './phone.ts'
import { plausibleValues } from './plausible.ts'
import { createMemory, type Memory } from './record.ts'
import { connectPhone } from './socket-phone.ts'

export interface NewPhone {
  /** Digits. */
  phone: string
  lid?: string | undefined
  name?: string | undefined
  headless?: boolean | undefined
  autoAnswer?: boolean | undefined
}

/** Everybody's phone, by number. */
export interface Phones {
  /** Makes a person with a phone; somebody known gets the new name and habits. */
  add(person: NewPhone): Promise<Phone>
  /** Puts a phone back as it was saved. */
  restore(person: NewPhone, auth: PhoneAuth, memory: Memory): Promise<Phone>
  /** Refuses a number without a phone. */
  get(phone: string): Phone
  all(): Phone[]
  stop(): Promise<void>
  /** Stops all of them and forgets them. */
  clear(): Promise<void>
}

/** A person takes at least this long to fill in a form. */
const THINKING_MS = 150

export function createPhones(world: World, url: () => string, logger: Logger): Phones {
  const phones = new Map<string, Phone>()
  const starting = new Map<string, Promise<Phone>>()

  const start = async (account: Account, person: NewPhone, auth: PhoneAuth, memory: Memory): Promise<Phone> => {
    const device = account.devices.get(0) ?? addDevice(account, 0)
    const autoAnswer = person.autoAnswer ?? false
    const phone = person.headless
      ? await createHeadlessPhone({ device, auth, memory, world, logger, autoAnswer })
      : await connectPhone({ account, auth, memory, url: url(), logger, autoAnswer, changed: world.changed })
    phones.set(account.phone, phone)
    answerByItself(phone, world)
    world.changed()
    return phone
  }

  /** Two requests for the same person get the same phone. */
  const once = (phone: string, make: () => Promise<Phone>): Promise<Phone> => {
    const running = starting.get(phone) ?? make().finally(() => starting.delete(phone))
    starting.set(phone, running)
    return running
  }

  const stop = async (): Promise<void> => {
    await Promise.all([...phones.values()].map((phone) => phone.stop()))
  }

  return {
    async add(person) {
      const known = phones.get(person.phone)
      const account = world.directory.register(person.phone, person)
      if (known) {
        known.autoAnswer = person.autoAnswer ?? known.autoAnswer
        return known
      }
      return once(person.phone, () => start(account, person, newAuth(account, world), createMemory()))
    },
    restore: (person, auth, memory) =>
      once(person.phone, () => start(world.directory.register(person.phone, person), person, auth, memory)),
    get(phone) {
      const found = phones.get(phone)
      if (!found) throw new Refusal(404, `there is no phone with the number ${phone}`)
      return found
    },
    all: () => [...phones.values()],
    stop,
    async clear() {
      await stop()
      phones.clear()
    },
  }
}

/** A phone needs no pairing: it is the account. Its identity key is the one that signs companions. */
function newAuth(account: Account, world: World): PhoneAuth {
  const auth = createAuth(world.changed)
  const { creds } = auth.state
  const identity: KeyPair = creds.signedIdentityKey
  const signed = signCompanion(identity, { identity: identity.public, deviceId: 0 }, world.clock())
  Object.assign(creds, {
    me: { id: jidOf(account, 'pn'), lid: jidOf(account, 'lid'), name: account.name },
    account: signed,
    registered: true,
    accountSyncCounter: 1,
    platform: 'android',
  })
  return auth
}

function answerByItself(phone: Phone, world: World): void {
  phone.memory.messages.subscribe((message) => {
    const form = phone.autoAnswer && !message.fromMe ? formOf(message.message) : null
    if (!form) return
    const values = plausibleValues(form, phone.account.phone)
    setTimeout(() => {
      answerForm(phone, { messageId: message.id, values }, world).catch((error: unknown) => {
        world.logger.warn({ err: error }, 'a phone could not answer by itself')
      })
    }, THINKING_MS).unref()
  })
}
