/** The ready-made questions, named as the typed reading names their answers. */
export type AskedField = 'fullName' | 'phoneNumber' | 'email' | 'cpfOrCnpj' | 'deliveryAddress' | 'citizenshipCard'

/** A text question of the sender's own. */
export interface CustomField {
  label: string
  helperText?: string
}

/**
 * The switches of the ready-made screen in the order of the wire: question, field of our API, key of the screen's
 * data, and whether it is asked when nothing is said.
 */
export const SWITCHES = [
  { field: 'fullName', input: 'fullNameVisible', key: 'full_name_visible', byDefault: true },
  { field: 'phoneNumber', input: 'phoneNumberVisible', key: 'phone_number_visible', byDefault: true },
  { field: 'email', input: 'emailVisible', key: 'email_visible', byDefault: true },
  { field: 'cpfOrCnpj', input: 'cpfOrCnpjVisible', key: 'cpf_or_cnpj_visible', byDefault: true },
  { field: 'deliveryAddress', input: 'deliveryAddressVisible', key: 'delivery_address_visible', byDefault: true },
  { field: 'citizenshipCard', input: 'citizenshipCardVisible', key: 'citizenship_card_visible', byDefault: false },
] as const satisfies readonly { field: AskedField; input: string; key: string; byDefault: boolean }[]
