import { z } from 'zod'

const text = (description: string) => z.string().optional().describe(description)
const isValid = z.boolean().describe('Whether it can be one; what a person typed is kept either way')
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number(), z.boolean()]))])

/** The typed reading of an answer. What was not asked, or not filled in, is absent. */
const readingSchema = z.object({
  fullName: text('The full name'),
  phoneNumber: z
    .object({
      e164: z.string().nullable().describe('As it is dialled from abroad; null when it is no number'),
      raw: z.string().describe('As it was typed'),
      valid: isValid,
    })
    .optional()
    .describe('The phone number; without a prefix it is read in the country of the sender'),
  email: z
    .object({ value: z.string().describe('As it was typed, without space around it'), valid: isValid })
    .optional()
    .describe('The e-mail address'),
  cpfOrCnpj: z
    .object({
      kind: z.enum(['cpf', 'cnpj', 'unknown']).describe('Which of the two, by its length'),
      digits: z.string().describe('Without punctuation; CNPJs of July 2026 have letters in it'),
      formatted: z.string().describe('With punctuation'),
      valid: isValid,
    })
    .optional()
    .describe('The CPF or CNPJ, by its check digits'),
  citizenshipCard: text('The citizenship card'),
  deliveryAddress: z
    .object({
      postalCode: text('CEP or ZIP code'),
      country: text('Country or region'),
      state: text('State or department'),
      city: text('City or municipality'),
      neighborhood: text('Neighbourhood'),
      street: text('Street and number'),
      complement: text('House, apartment, second line'),
      recipientName: text('Who receives it'),
      note: text('A note for the delivery'),
      raw: z.record(z.string(), z.unknown()).describe('Every part under the name that it came with'),
    })
    .optional()
    .describe('The delivery address; names of its parts differ between countries'),
  customFields: z
    .array(
      z.object({
        label: z.string().describe('The question, as it was asked'),
        value: value.describe('What was filled in'),
      }),
    )
    .optional()
    .describe('Answers to your own questions'),
  other: z
    .array(
      z.object({
        key: z.string().describe('The name as it came, such as `screen_0_Date_1`'),
        label: z.string().describe('The name as people read it'),
        value: value.describe('What was submitted; of a choice the id of its option'),
        display: value.optional().describe('What the person saw, where it differs'),
        date: z.string().optional().describe('The value as a date, where it is one: `2023-12-22`'),
      }),
    )
    .optional()
    .describe('Everything else, from flows of your own'),
})

/** A typed reading as JSON; its fields stand in the documentation. Erased or unreadable answers have none. */
export const typedReading = (description: string) =>
  z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description, properties: z.toJSONSchema(readingSchema, { io: 'input' }).properties })
