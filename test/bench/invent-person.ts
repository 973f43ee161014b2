import type { TypedAnswer } from '../../src/form/domain/typed.ts'
import type { Chance } from './chance.ts'

const FIRST = (
  'Maria José Ana João Antônio Francisca Carlos Paulo Adriana Pedro Juliana Lucas Luiz Marcos Fernanda Rafael ' +
  'Patrícia Daniel Aline Marcelo Sandra Bruno Camila Eduardo Amanda Felipe Bruna Rodrigo Jéssica Manoel Letícia Mateus ' +
  'Júlia André Luciana Fernando Vanessa Fábio Mariana Leonardo Gabriela Gustavo Vera Guilherme Vitória Leandro Larissa ' +
  'Tiago Cláudia Anderson Beatriz Ricardo Rita Márcio Luana Jorge Sônia Sebastião Renata Alexandre Zuleica'
).split(' ')

const LAST = (
  'Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho ' +
  'Almeida Lopes Soares Fernandes Vieira Barbosa Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado Mendes ' +
  'Freitas Cardoso Ramos Gonçalves Santana Teixeira Quaresma'
).split(' ')

const AREAS = [11, 21, 31, 41, 51, 61, 71, 81, 85, 92, 19, 27, 47, 48, 62, 67, 83, 91, 98, 99] as const

/** A mobile number in Brazil, in digits. */
export function inventNumber(chance: Chance): string {
  return `55${chance.pick(AREAS)}9${String(chance.below(1e8)).padStart(8, '0')}`
}

/** What somebody typed into a form, as the typed reading has it. */
export function inventReading(chance: Chance, number: string): TypedAnswer {
  const first = oneOf(chance, FIRST)
  const names = [oneOf(chance, LAST), oneOf(chance, LAST), oneOf(chance, LAST)]
  const mailbox = `${plain(first)}.${plain(names[0] ?? '')}${chance.below(1e5)}`
  const digits = String(chance.below(1e11)).padStart(11, '0')
  return {
    fullName: `${first} ${names.join(' ')}`,
    phoneNumber: { e164: `+${number}`, raw: number.slice(2), valid: true },
    email: { value: `${mailbox}@mail.example`, valid: true },
    cpfOrCnpj: {
      kind: 'cpf',
      digits,
      formatted: digits.replace(/(...)(...)(...)(..)/, '$1.$2.$3-$4'),
      valid: chance.happens(0.98),
    },
    ...(chance.happens(0.3) ? { customFields: [{ label: 'Qual é o seu horário?', value: 'De manhã' }] } : {}),
  } as TypedAnswer
}

function oneOf(chance: Chance, words: readonly string[]): string {
  return words[chance.below(words.length)] ?? ''
}

function plain(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
