// @ts-check

/**
 * An invented person: the CPF is the one that textbooks use, the domain and the number belong to nobody.
 * @type {Readonly<Record<string, string>>}
 */
export const EXAMPLE = {
  full_name: 'Ana Souza',
  phone_number: '11 99999-9999',
  email: 'ana@exemplo.com.br',
  cpf_or_cnpj: '529.982.247-25',
  citizenship_card: '1020304050',
  cep: '01310-100',
  state: 'SP',
  city: 'São Paulo',
  neighborhood: 'Bela Vista',
  street_and_number: 'Avenida Paulista, 1000',
  complement: 'Conjunto 12',
}
