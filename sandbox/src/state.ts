import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BufferJSON } from '@whiskeysockets/baileys'
import type { Entry } from './journal.ts'
import { authFromJson } from './phone/auth.ts'
import type { Phones } from './phone/phones.ts'
import { createMemory, type PhoneMessage } from './phone/record.ts'
import { addDevice, type Bundle } from './server/directory.ts'
import type { Group } from './server/groups.ts'
import type { World } from './server/world.ts'
import type { BinaryNode } from './wire/node.ts'

/** Everything that a second start needs to go on where the first one ended. */
interface State {
  version: 1
  accounts: {
    phone: string
    lid: string
    name: string
    nextDeviceId: number
    devices: { id: number; bundle: Bundle | null; waiting: readonly BinaryNode[] }[]
  }[]
  groups: Group[]
  phones: {
    phone: string
    headless: boolean
    autoAnswer: boolean
    auth: string
    messages: Entry<PhoneMessage>[]
  }[]
}

const FILE = 'sandbox.json'

/** Writes the state into a folder, whole or not at all: first beside the file, then over it. */
export function saveState(folder: string, world: World, phones: Phones): void {
  const state: State = {
    version: 1,
    accounts: world.directory.all().map(({ phone, lid, name, nextDeviceId, devices }) => ({
      phone,
      lid,
      name,
      nextDeviceId,
      devices: [...devices.values()].map(({ id, bundle, mailbox }) => ({ id, bundle, waiting: mailbox.waiting() })),
    })),
    groups: [...world.groups.values()],
    phones: phones.all().map(({ account, headless, autoAnswer, auth, memory }) => ({
      phone: account.phone,
      headless,
      autoAnswer,
      auth: auth.toJson(),
      messages: memory.messages.since(0),
    })),
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, FILE)
  writeFileSync(`${file}.new`, JSON.stringify(state, BufferJSON.replacer), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

function readState(folder: string): State | null {
  let text: string
  try {
    text = readFileSync(join(folder, FILE), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const state = JSON.parse(text, BufferJSON.reviver) as State
  if (state.version !== 1) throw new Error(`${FILE} was written by another version of the sandbox`)
  return state
}

/** Puts back what `saveState` wrote, phones included; nothing when the folder holds none. Throws when it is unreadable. */
export async function loadState(folder: string, world: World, phones: Phones): Promise<void> {
  const state = readState(folder)
  if (!state) return
  for (const { phone, lid, name, nextDeviceId, devices } of state.accounts) {
    const account = world.directory.register(phone, { lid, name })
    for (const { id, bundle, waiting } of devices) addDevice(account, id, [...waiting]).bundle = bundle
    account.nextDeviceId = nextDeviceId
  }
  for (const group of state.groups) world.groups.set(group.jid, group)
  await Promise.all(
    state.phones.map(({ auth, messages, ...person }) =>
      phones.restore(person, authFromJson(auth, world.changed), createMemory(messages)),
    ),
  )
}
