import { describe, expect, test } from 'vitest'
import errorsPage from '../../../docs/errors.md?raw'
import { problemWords } from './problems.ts'

/** Told by the console itself, not by the gateway. */
const OURS = ['offline', 'unknown']

/** Nobody meets these in the console: it asks otherwise, or they are for programs; the gateway's sentence would stand. */
const LEFT_OUT = [
  'body_not_json',
  'content_type_unsupported',
  'event_gone',
  'event_id_unknown',
  'form_key_required',
  'message_id_parameter_required',
  'message_id_required',
  'token_missing_socket',
  'websocket_not_configured',
  'websocket_not_enabled',
  'websocket_upgrade_required',
]

/** Codes whose sentence names something that our words cannot know. */
const NAMES_SOMETHING = /\\<detail>/

const catalogue = readCatalogue()

describe('the words for problems', () => {
  test('are there for every error that a person can meet, and for no other', () => {
    const worded = Object.keys(problemWords.en.byCode).filter((code) => !OURS.includes(code))
    expect([...worded, ...LEFT_OUT].toSorted()).toEqual([...catalogue.keys()].toSorted())
  })

  test('are the same ones in all languages, and all say what happened and what helps', () => {
    const { en, ...others } = problemWords
    for (const { byCode } of Object.values(others)) {
      expect(Object.keys(byCode)).toEqual(Object.keys(en.byCode))
      for (const [code, { what, helps, isWhole }] of Object.entries(byCode)) {
        expect(isWhole, code).toBe(en.byCode[code]?.isWhole)
        expect([what, helps], code).not.toContain('')
        expect(what, code).not.toBe(en.byCode[code]?.what)
      }
    }
  })

  test('leave the sentence of the gateway where it names something', () => {
    const hidden = Object.entries(problemWords.en.byCode).filter(([, { isWhole }]) => isWhole)
    const named = hidden.map(([code]) => code).filter((code) => NAMES_SOMETHING.test(catalogue.get(code) ?? ''))
    // Its detail is the id of a message that the person has just chosen.
    expect(named).toEqual(['reply_message_not_found'])
  })
})

/** Code → message of docs/errors.md. */
function readCatalogue(): Map<string, string> {
  const rows = errorsPage.matchAll(/^\| \d+ \| (.+) \| .* \| `(\w+)` \|$/gm)
  return new Map(Array.from(rows, ([, message = '', code = '']) => [code, message]))
}
