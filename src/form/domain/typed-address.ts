/** A delivery address: one vocabulary for what Brazil's form and the other countries' forms call differently. */
export interface AddressAnswer {
  postalCode?: string
  country?: string
  state?: string
  city?: string
  neighborhood?: string
  street?: string
  complement?: string
  recipientName?: string
  note?: string
  /** Component name → text, everything about the address that was filled in. */
  raw: Record<string, string>
}

type Part = Exclude<keyof AddressAnswer, 'raw'>

/** Component names (as the apps have them) of each part, the most telling first. */
const NAMES: Record<Part, readonly string[]> = {
  postalCode: ['cep', 'zip_code'],
  country: ['country_region'],
  state: ['state', 'department'],
  city: ['city', 'city_or_municipality'],
  neighborhood: ['neighborhood', 'colony_or_neighborhood'],
  street: ['street_and_number', 'address_1'],
  complement: ['complement', 'house_or_apartment', 'address_2'],
  recipientName: ['delivery_address_full_name'],
  note: ['delivery_note'],
}

export const ADDRESS_NAMES: ReadonlySet<string> = new Set(Object.values(NAMES).flat())

/** Reads an address out of filled-in texts by component name; undefined when there is none. */
export function readAddress(texts: ReadonlyMap<string, string>): AddressAnswer | undefined {
  const given = [...texts].filter(([name]) => ADDRESS_NAMES.has(name))
  if (given.length === 0) return undefined
  const address: AddressAnswer = { raw: Object.fromEntries(given) }
  for (const part of Object.keys(NAMES) as Part[]) {
    const name = NAMES[part].find((one) => texts.has(one))
    const text = name === undefined ? undefined : texts.get(name)
    if (text !== undefined) address[part] = text.trim()
  }
  return address
}
