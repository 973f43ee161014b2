import { expect, test } from 'vitest'
import { readMessage } from './message.js'
import { readable } from './readable.js'

const params = JSON.stringify({ flow_cta: 'Preencher', flow_token: 't-1', flow_id: '1' })
const form = {
  interactiveMessage: {
    body: { text: 'Olá' },
    nativeFlowMessage: { buttons: [{ name: 'galaxy_message', buttonParamsJson: params }], messageVersion: 3 },
  },
}

test('a form message gives its words and its button', () => {
  expect(readMessage({ messageContextInfo: {}, ...form })).toEqual({
    kind: 'form',
    header: '',
    body: 'Olá',
    footer: '',
    cta: 'Preencher',
    token: 't-1',
    params,
    isFlow: true,
  })
})

test('a form under another button name or version is one that no phone opens', () => {
  const flow = form.interactiveMessage.nativeFlowMessage
  for (const other of [
    { ...flow, messageVersion: 1 },
    { ...flow, buttons: [{ name: 'flow', buttonParamsJson: params }] },
  ]) {
    expect(readMessage({ interactiveMessage: { nativeFlowMessage: other } })).toMatchObject({ isFlow: false })
  }
})

test('a message is found inside its wrappings', () => {
  const wrapped = { ephemeralMessage: { message: { documentWithCaptionMessage: { message: { conversation: 'hi' } } } } }
  expect(readMessage(wrapped)).toEqual({ kind: 'text', text: 'hi' })
})

test('an answer gives what it quotes and its token, also when its parameters are garbage', () => {
  const answer = (paramsJson: string) => ({
    interactiveResponseMessage: {
      body: { text: 'Enviado' },
      nativeFlowResponseMessage: { name: 'galaxy_message', paramsJson },
      contextInfo: { stanzaId: '3EB0' },
    },
  })
  expect(readMessage(answer('{"flow_token":"t-1"}'))).toMatchObject({ kind: 'answer', quotedId: '3EB0', token: 't-1' })
  expect(readMessage(answer('{flow_token: t'))).toMatchObject({ kind: 'answer', quotedId: '3EB0', token: '' })
})

test('keys without words draw nothing, what the page cannot draw is named', () => {
  expect(readMessage({ senderKeyDistributionMessage: {}, messageContextInfo: {} })).toEqual({ kind: 'silent' })
  expect(readMessage({ imageMessage: { url: 'x' } })).toEqual({ kind: 'other', name: 'imageMessage' })
  expect(readMessage(null)).toEqual({ kind: 'silent' })
})

test('control characters are shown as a terminal writes them, and an endless text ends', () => {
  expect(readable('a\u0000b\u001bc\r\nd\u007f')).toBe('a^@b^[c\nd\ufffd')
  expect(readable('\ud800')).toBe('\ufffd')
  expect(readable('x'.repeat(10), 4)).toBe('xxxx…')
  expect(readable(7)).toBe('')
})
