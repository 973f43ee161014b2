import { expect, test } from 'vitest'
import { findInstances } from './find-instances.ts'

const profile = (name: string | null) => ({ name, pictureUrl: null, isBusiness: null, businessName: null })
const INSTANCES = [
  { name: 'shop', numberJid: '551187654321@s.whatsapp.net', profile: profile('Padaria São João') },
  { name: 'Clinic_2', numberJid: null, profile: profile(null) },
  { name: 'school', numberJid: '351912345678@s.whatsapp.net', profile: profile('Escola') },
]
const namesOf = (wanted: string) => findInstances(INSTANCES, wanted).map(({ name }) => name)

test('nothing wanted is everything', () => {
  expect(namesOf('  ')).toEqual(['shop', 'Clinic_2', 'school'])
})

test('a name or a profile is found by a part of it, without its case or accents', () => {
  expect(namesOf('clinic')).toEqual(['Clinic_2'])
  expect(namesOf('sao joao')).toEqual(['shop'])
  expect(namesOf('Ó')).toEqual(['shop', 'school'])
})

test('a number is found as people write it, and as WhatsApp spells it', () => {
  expect(namesOf('+55 11 98765')).toEqual(['shop'])
  expect(namesOf('551187654')).toEqual(['shop'])
  expect(namesOf('912 345')).toEqual(['school'])
})

test('what is not there is not found', () => {
  expect(namesOf('<script>')).toEqual([])
})
