import { randomInt } from 'node:crypto'
import { BlockList } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOpenAddress, readNetworks } from './address.ts'
import { REFUSED_NETWORKS } from './private-places.suite.ts'
import { openEgress } from './rig.suite.ts'

const seed = randomInt(2 ** 31)
const RUNS = { seed, numRuns: 2_000 }

const refused = REFUSED_NETWORKS.map(([network]) => {
  const [base = '', bits] = network.split('/')
  return { base, bits: Number(bits) }
})

/** What Node's own list says, which knows nothing of ours. */
const blocked = new BlockList()
for (const { base, bits } of refused) blocked.addSubnet(base, bits, base.includes(':') ? 'ipv6' : 'ipv4')

const REFUSED_IPV4 = refused
  .filter(({ base }) => !base.includes(':'))
  .map(({ base, bits }) => ({ from: toNumber(base), size: 2 ** (32 - bits) }))

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function toDotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')
}

const privateIpv4 = fc
  .constantFrom(...REFUSED_IPV4)
  .chain(({ from, size }) => fc.integer({ min: 0, max: size - 1 }).map((step) => from + step))

const digits = (text: string, zero: number) =>
  text.replace(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)))

/** Ways to write one number of an address. */
const SPELLERS: readonly ((value: number, zeros: number) => string)[] = [
  (value) => String(value),
  (value, zeros) => `0x${'0'.repeat(zeros)}${value.toString(16)}`,
  (value, zeros) => `0X${'0'.repeat(zeros)}${value.toString(16).toUpperCase()}`,
  (value, zeros) => `0${'0'.repeat(zeros)}${value.toString(8)}`,
  (value) => digits(String(value), 0xff10),
  (value) => digits(String(value), 0x1d7ce),
  (value) => digits(String(value), 0x1d7d8),
  (value) => [...String(value)].map((digit) => `%${digit.charCodeAt(0).toString(16)}`).join(''),
  (value) => [...String(value)].join('\u00ad'),
]

const speller = fc.tuple(fc.constantFrom(...SPELLERS), fc.nat(4))
const dot = fc.constantFrom('.', '.', '。', '．', '｡', '%2e', '%2E')

/** One to four numbers, the last of which takes all that is left. */
const spelling = fc
  .record({
    value: privateIpv4,
    parts: fc.integer({ min: 1, max: 4 }),
    spellers: fc.array(speller, { minLength: 4, maxLength: 4 }),
    dots: fc.array(dot, { minLength: 4, maxLength: 4 }),
    isClosed: fc.boolean(),
  })
  .map(({ value, parts, spellers, dots, isClosed }) => {
    const numbers = Array.from({ length: parts - 1 }, (_, place) => Math.floor(value / 2 ** (24 - 8 * place)) % 256)
    numbers.push(value % 2 ** (32 - 8 * (parts - 1)))
    const text = numbers.map((number, place) => {
      const [spell, zeros] = spellers[place] ?? [String, 0]
      return `${spell(number, zeros)}${place < parts - 1 || isClosed ? dots[place] : ''}`
    })
    return { value, host: text.join('') }
  })

test(`no spelling of a private IPv4 address is kept (seed ${seed})`, async () => {
  const egress = openEgress([], async () => [{ address: '93.184.216.34', family: 4 }])
  let unified = 0
  await fc.assert(
    fc.asyncProperty(spelling, async ({ value, host }) => {
      const url = `http://${host}/`
      if (URL.parse(url)?.hostname === toDotted(value)) unified += 1
      expect(await egress.checkAddress(url)).toMatchObject({ type: 'refused' })
      expect(await egress.checkHost(host)).toMatchObject({ type: 'refused' })
    }),
    RUNS,
  )
  expect(unified).toBe(RUNS.numRuns)
})

test(`no IPv6 address that a private IPv4 address hides in is open (seed ${seed})`, () => {
  const none = readNetworks([])
  const hex = (value: number) => [Math.floor(value / 65_536), value % 65_536].map((part) => part.toString(16)).join(':')
  fc.assert(
    fc.property(privateIpv4, fc.integer({ min: 1, max: 0xffff }), (value, filler) => {
      const flipped = 2 ** 32 - 1 - value
      const disguises = [
        `::ffff:${hex(value)}`,
        `::ffff:0:${hex(value)}`,
        `64:ff9b::${hex(value)}`,
        `64:ff9b:1:${filler.toString(16)}::${hex(value)}`,
        `2002:${hex(value)}:${filler.toString(16)}::1`,
        `2001:0:${hex(value)}::a247:27dd`,
        `2001:0:5db8:d822::${hex(flipped)}`,
        `2606:4700::5efe:${hex(value)}`,
        `2606:4700::200:5efe:${hex(value)}`,
      ]
      for (const disguise of disguises) expect([disguise, isOpenAddress(disguise, none)]).toEqual([disguise, false])
    }),
    RUNS,
  )
})

test(`what is open is in none of the refused networks, as Node's own list has it (seed ${seed})`, () => {
  const none = readNetworks([])
  const word = fc.oneof(
    fc.constantFrom(0, 0x2001, 0x2002, 0x64, 0xff9b, 0xffff, 0xfe80, 0xfc00, 0xdb8, 0x5efe),
    fc.nat(0xffff),
  )
  const ipv6 = fc
    .array(word, { minLength: 8, maxLength: 8 })
    .map((words) => words.map((each) => each.toString(16)).join(':'))
  const ipv4 = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map(toDotted)
  fc.assert(
    fc.property(fc.oneof(ipv4, ipv6), (address) => {
      const isTeredo = /^2001:0:/.test(address)
      if (!isOpenAddress(address, none) || isTeredo) return
      expect([address, blocked.check(address, address.includes(':') ? 'ipv6' : 'ipv4')]).toEqual([address, false])
    }),
    RUNS,
  )
})
