/**
 * Every spelling under which WhatsApp may know a phone number, the given one first: Brazilian mobiles with and
 * without the ninth digit, Mexico 52 and 521, Argentina 54 and 549. Digits only, in and out.
 */
export function spellingsOf(phone: string): string[] {
  const brazil = /^55(\d\d)(9?)(\d{8})$/.exec(phone)
  if (brazil) {
    const [, area, nine, rest] = brazil
    return [phone, nine ? `55${area}${rest}` : `55${area}9${rest}`]
  }
  const mexico = /^52(1?)(\d{10})$/.exec(phone)
  if (mexico) return [phone, mexico[1] ? `52${mexico[2]}` : `521${mexico[2]}`]
  const argentina = /^54(9?)(\d{10})$/.exec(phone)
  if (argentina) return [phone, argentina[1] ? `54${argentina[2]}` : `549${argentina[2]}`]
  return [phone]
}
