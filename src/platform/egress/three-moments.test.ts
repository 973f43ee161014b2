import { describe, expect, test } from 'vitest'
import { METADATA } from './address.ts'
import { page, redirect, refusal, site } from './page-site.suite.ts'
import { DISGUISES, LOOPBACK_SPELLINGS, METADATA_PLACES, REFUSED_NETWORKS, TRICKS } from './private-places.suite.ts'
import { openEgress, receiver } from './rig.suite.ts'

const call = { headers: { 'content-type': 'application/json' }, body: '{}', timeoutMs: 5_000 }
const REFUSED = { type: 'failed', reason: 'address_refused' }

/** The first, a middle and the last address of every refused network, and what stands for itself. */
const PLACES = [
  ...METADATA_PLACES.map(([address]) => address),
  ...DISGUISES.map(([, , example]) => example),
  ...REFUSED_NETWORKS.map(([network]) => network.replace(/\/\d+$/, '')),
  '10.255.255.255',
  '100.127.255.255',
  '172.31.255.255',
  '198.19.255.255',
  '239.255.255.255',
  '255.255.255.255',
  'fdff:ffff::1',
  'febf::1',
  'feff::1',
  'ff02::1',
]

const urlOf = (host: string) => `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}`

/** A header is bytes, which Node takes as Latin-1. */
const onTheWire = (text: string) => Buffer.from(text).toString('latin1')

test('there are 13 spellings of loopback and more, and every metadata address has its line', () => {
  expect(LOOPBACK_SPELLINGS.length).toBeGreaterThan(13)
  expect(new Set(LOOPBACK_SPELLINGS).size).toBe(LOOPBACK_SPELLINGS.length)
  expect(METADATA_PLACES.map(([address]) => address)).toEqual(METADATA)
})

describe.each([...LOOPBACK_SPELLINGS, ...PLACES])('%s', (host) => {
  test('is not kept', async () => {
    expect(await openEgress([]).checkAddress(`${urlOf(host)}/`)).toEqual({
      type: 'refused',
      detail: 'must not point to a private or local address',
    })
  })

  test('is not kept as a host either', async () => {
    expect(await openEgress([]).checkHost(host)).toMatchObject({ type: 'refused' })
  })

  test('is not even dialled, though it was kept', async () => {
    const { port, connections } = await receiver((_request, response) => response.end())
    expect(await openEgress([]).post({ ...call, url: `${urlOf(host)}:${port}/` })).toMatchObject(REFUSED)
    expect(connections()).toBe(0)
  })

  test('is not reached by a redirect, which a webhook does not follow and a preview judges', async () => {
    const { port, calls } = await receiver((_request, response) => response.end())
    const trap = `${urlOf(host)}:${port}/`
    const { at } = await site({ '/': redirect(onTheWire(trap)) }, '127.0.0.2')
    const egress = openEgress(['127.0.0.2'])
    expect(await egress.post({ ...call, url: at('/') })).toMatchObject({ type: 'answered', status: 302 })
    expect(await refusal(egress.fetchPage(at('/')))).toMatch(/^(address|url)_refused$/)
    expect(calls()).toBe(0)
  })
})

describe.each(TRICKS)('%j', (url) => {
  test('is neither kept nor called nor fetched', async () => {
    const egress = openEgress([])
    expect(await egress.checkAddress(url)).toMatchObject({ type: 'refused' })
    expect(await egress.post({ ...call, url })).toMatchObject(REFUSED)
    expect(await refusal(egress.fetchPage(url))).toMatch(/^(url|address)_refused$/)
  })

  test('is not reached by a redirect', async () => {
    const { at } = await site({ '/': redirect(onTheWire(url.replaceAll(/[\t\n]/g, ''))) }, '127.0.0.2')
    expect(await refusal(openEgress(['127.0.0.2']).fetchPage(at('/')))).toMatch(/^(url|address)_refused$|^status$/)
  })
})

test('what the operator opened is kept, called and fetched in every spelling of it', async () => {
  const { port } = await site({ '/': page('inside') })
  const egress = openEgress(['127.0.0.0/8'])
  for (const host of ['127.1', '0x7f.1', '2130706433', '１２７.０.０.１', '[::ffff:7f00:1]', 'inside.example']) {
    const url = `http://${host}:${port}/`
    expect(await egress.checkAddress(url)).toEqual({ type: 'open' })
    expect(await egress.post({ ...call, url })).toMatchObject({ type: 'answered', status: 200 })
    expect((await egress.fetchPage(url)).html).toBe('inside')
  }
})

test.each(METADATA_PLACES)('a network as wide as can be does not open %s, its own name does', async (address) => {
  const url = `${urlOf(address)}/`
  const wide = ['0.0.0.0/0', '::/0', '169.254.0.0/16', 'fd00::/8', 'fe80::/10', '64:ff9b:1::/48']
  const open = async (allow: string[]) => (await openEgress(allow).checkAddress(url)).type === 'open'
  expect(await open(wide)).toBe(false)
  expect(await open([address])).toBe(true)
})

test.each(['metadata.google.internal', 'instance-data.ec2.internal', 'metadata.example.'])(
  '%s is refused for what it leads to',
  async (name) => {
    const egress = openEgress(['0.0.0.0/0'], async () => [{ address: '169.254.169.254', family: 4 }])
    expect(await egress.checkAddress(`http://${name}/computeMetadata/v1/`)).toMatchObject({ type: 'refused' })
    expect(await egress.post({ ...call, url: `http://${name}/` })).toMatchObject(REFUSED)
  },
)
