import { expect, test } from 'vitest'
import { endedCookie, readSessionCookie, sessionCookie } from './session-cookie.ts'

const SECRET = 'Zm9ybXdpcmUtc2Vzc2lvbi1vZi10aGUtdGVzdHMtMDE'
const OTHER = SECRET.toLowerCase()

test('over http the cookie is plain, over https it is the very host’s own', () => {
  expect(sessionCookie(SECRET, false)).toBe(
    `formwire_session=${SECRET}; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict`,
  )
  expect(sessionCookie(SECRET, true)).toBe(
    `__Host-formwire_session=${SECRET}; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict; Secure`,
  )
  expect(endedCookie(true)).toBe('__Host-formwire_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure')
})

test('over https a cookie without the prefix is nobody’s: a neighbour may have planted it', () => {
  expect(readSessionCookie(`__Host-formwire_session=${SECRET}`, true)).toBe(SECRET)
  expect(readSessionCookie(`formwire_session=${SECRET}`, true)).toBeNull()
  expect(readSessionCookie(`__Host-formwire_session=${SECRET}`, false)).toBeNull()
  const both = `formwire_session=${OTHER}; __Host-formwire_session=${SECRET}`
  expect([readSessionCookie(both, true), readSessionCookie(both, false)]).toEqual([SECRET, OTHER])
})

test('the session is found among other cookies, and two that differ are none', () => {
  const own = `formwire_session=${SECRET}`
  expect(readSessionCookie(`a=b; ${own};c`, false)).toBe(SECRET)
  expect(readSessionCookie(`${own}; ${own}`, false)).toBe(SECRET)
  expect(readSessionCookie(`${own}; formwire_session=${OTHER}`, false)).toBeNull()
  expect(readSessionCookie(`${own}; formwire_session=`, false)).toBeNull()
})

test.for([
  undefined,
  '',
  ';;;===',
  'formwire_session',
  'formwire_session=',
  `FORMWIRE_SESSION=${SECRET}`,
  `xformwire_session=${SECRET}`,
  `formwire_session="${SECRET}"`,
  `formwire_session=${SECRET}A`,
  `formwire_session=${SECRET.slice(1)}=`,
  `formwire_session=${'A'.repeat(80)}`,
])('what cannot be a session is not looked up: %s', (header) => {
  expect(readSessionCookie(header, false)).toBeNull()
})
