import { DEFAULT_CONNECTION_CONFIG, WA_CERT_DETAILS } from '@whiskeysockets/baileys'
import { type BareAccount, createBareAccount, type Load, type Took } from './bare-account.ts'
import { loadAccount, saveAccounts } from './bare-folder.ts'
import { durableKeys, type KeyPlace, type MemoryKeys, memoryKeys } from './bare-keys.ts'
import { type Figures, watchProcess } from './figures.ts'
import { type Spent, settled, spent } from './settle.ts'

/** What the process of the bare engine can be asked for, and what each comes to. Accounts are numbered from 0. */
export interface Orders {
  point: { ask: { whatsappUrl: string; rootKey: string }; reply: null }
  /** Makes an account that is not linked, and tells its first code. */
  link: { ask: { keys: KeyPlace }; reply: { qr: string } }
  /** Resolves when the newest account is open. */
  linked: { ask: null; reply: null }
  send: {
    ask: { account: number; numbers: string[]; atOnce: number; raw: string; nodes: Load['nodes']; isFirst: boolean }
    reply: Took & { ids: string[] }
  }
  /** Counts from now on; `received` waits for the end of it. */
  receive: { ask: { account: number; count: number }; reply: null }
  received: { ask: null; reply: Record<string, number> }
  figures: { ask: null; reply: Figures }
  /** Leaves all accounts, that are linked and have their keys in memory, in a folder. */
  save: { ask: { folder: string }; reply: null }
  /** Takes the first so many accounts out of a folder, and dials with all of them; what it took until then. */
  dial: { ask: { folder: string; count: number }; reply: Spent }
  /** Resolves when all that were dialled with are open. */
  opened: { ask: null; reply: null }
  spent: { ask: null; reply: Spent }
  settled: { ask: null; reply: { rssMb: number } }
}

export interface Asked<Name extends keyof Orders = keyof Orders> {
  id: number
  name: Name
  ask: Orders[Name]['ask']
}

const watched = watchProcess()
const accounts: BareAccount[] = []
/** Those that were linked here and have their keys in memory. */
const savable: { creds: BareAccount['creds']; keys: MemoryKeys }[] = []
let opening: Promise<void> = Promise.resolve()
let receiving: Promise<Record<string, number>> = Promise.resolve({})

const carriers: { [Name in keyof Orders]: (ask: Orders[Name]['ask']) => Promise<Orders[Name]['reply']> } = {
  async point({ whatsappUrl, rootKey }) {
    DEFAULT_CONNECTION_CONFIG.waWebSocketUrl = whatsappUrl
    WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(rootKey, 'hex')
    return null
  },
  async link({ keys }) {
    const account = keys.type === 'memory' ? inMemory() : createBareAccount(null, await durableKeys(keys))
    accounts.push(account)
    return new Promise((resolve) => {
      opening = account.connect((qr) => resolve({ qr }))
    })
  },
  async linked() {
    await opening
    return null
  },
  async send({ account, numbers, atOnce, raw, nodes, isFirst }) {
    const load = { raw: Buffer.from(raw, 'base64'), nodes }
    return accountOf(account).send(numbers, atOnce, load, isFirst)
  },
  async receive({ account, count }) {
    receiving = accountOf(account).receive(count)
    return null
  },
  received: () => receiving,
  figures: () => watched.take(),
  async save({ folder }) {
    saveAccounts(folder, savable)
    return null
  },
  async dial({ folder, count }) {
    const loaded = Array.from({ length: count }, (_, index) => loadAccount(folder, index))
    accounts.push(...loaded)
    const before = spent()
    opening = Promise.all(loaded.map((account) => account.connect())).then(() => undefined)
    return before
  },
  async opened() {
    await opening
    return null
  },
  spent: async () => spent(),
  settled,
}

function inMemory(): BareAccount {
  const keys = memoryKeys()
  const account = createBareAccount(null, keys)
  savable.push({ creds: account.creds, keys })
  return account
}

function accountOf(index: number): BareAccount {
  const account = accounts[index]
  if (account === undefined) throw new Error(`there is no account ${index}`)
  return account
}

function carryOut<Name extends keyof Orders>({ name, ask }: Asked<Name>): Promise<Orders[Name]['reply']> {
  return carriers[name](ask)
}

process.on('message', (asked: Asked) => {
  carryOut(asked).then(
    (reply) => process.send?.({ id: asked.id, reply }),
    (error: unknown) => process.send?.({ id: asked.id, error: error instanceof Error ? error.stack : String(error) }),
  )
})
process.on('disconnect', () => process.exit())
