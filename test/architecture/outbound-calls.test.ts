import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FAILED_CALLS } from '../../src/platform/egress/failed-call.ts'
import {
  DISGUISES,
  LOOPBACK_SPELLINGS,
  METADATA_PLACES,
  REFUSED_NETWORKS,
  TRICKS,
} from '../../src/platform/egress/private-places.suite.ts'

const page = readFileSync('docs/outbound-calls.md', 'utf8')

/** What stands between a heading and the next. */
function section(heading: string): string {
  const [, text] = new RegExp(`^## ${heading}\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(page) ?? []
  if (text === undefined) throw new Error(`docs/outbound-calls.md has no "${heading}"`)
  return text
}

/** The rows of the only table of a section, as they stand. */
function rows(heading: string): string[] {
  const [, , ...lines] = section(heading)
    .split('\n')
    .filter((line) => line.startsWith('|'))
  return lines
}

const ticked = (text: string) => `\`${text}\``
const fence = (text: string) =>
  [...text.matchAll(/```\n([\s\S]*?)```/g)].map(([, inside]) => String(inside).trim().split('\n'))

test('the page lists every spelling and every trick that the tests try, and counts them', () => {
  const [spellings, tricks] = fence(section('Spellings'))
  expect(spellings?.flatMap((line) => line.split(/ +/))).toEqual(LOOPBACK_SPELLINGS)
  expect(tricks).toEqual(TRICKS.map((trick) => JSON.stringify(trick).slice(1, -1).replaceAll('\u00ad', '\\u00ad')))
  expect(section('Spellings')).toContain(`${LOOPBACK_SPELLINGS.length} of ${LOOPBACK_SPELLINGS.length} spellings`)
  expect(section('Spellings')).toContain(`${TRICKS.length} of ${TRICKS.length} tricks`)
})

test('the page lists every network, disguise and metadata address that the tests try', () => {
  expect(rows('Networks')).toEqual(REFUSED_NETWORKS.map(([network, what]) => `| ${ticked(network)} | ${what} |`))
  expect(rows('Disguises')).toEqual(
    DISGUISES.map(([name, form, example]) => `| ${name} | ${form} | ${ticked(example)} |`),
  )
  expect(rows('Metadata addresses')).toEqual(
    METADATA_PLACES.map(([address, whose]) => `| ${ticked(address)} | ${whose} |`),
  )
})

test('the page explains every word that a webhook can see', () => {
  const words = rows('What a webhook sees').map((row) => /^\| `([a-z_]+)`/.exec(row)?.[1])
  // A call that is cut off by a stop is made again at the next start, and is no failure.
  expect(words).toEqual([...FAILED_CALLS.filter((word) => word !== 'aborted'), 'internal_error'])
})
