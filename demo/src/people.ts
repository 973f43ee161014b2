/** Invented numbers: the shop that is linked, and its customer. */
export const SHOP = { phone: '5511940000001', name: 'Loja Exemplo' }
export const CUSTOMER = { phone: '5511987654321', name: 'Ana Souza' }
