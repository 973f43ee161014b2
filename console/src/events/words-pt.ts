import type { EventsWords } from './words-en.ts'

export const portuguese: EventsWords = {
  sections: 'Seções dos eventos',
  webhooks: 'Webhooks',
  deliveries: 'Entregas',
  live: 'Ao vivo',
  types: {
    'message.exchange': {
      name: 'Mensagens',
      tells: 'Toda mensagem que entra ou sai. A resposta a um formulário é uma delas, com os valores.',
    },
    'message.status': {
      name: 'Status da mensagem',
      tells: 'Uma mensagem foi enviada, chegou, foi lida ou falhou.',
    },
    'instance.state': { name: 'Estado do número', tells: 'O número foi vinculado, perdeu a conexão ou voltou.' },
    'call.update': {
      name: 'Chamadas',
      tells: 'Alguém liga para o número; a chamada foi atendida, perdida ou recusada.',
    },
    'group.flow': { name: 'Grupos', tells: 'Faz parte do contrato original; este servidor ainda não envia.' },
    'label.update': {
      name: 'Etiquetas de conversas',
      tells: 'Faz parte do contrato original; este servidor ainda não envia.',
    },
    'form.answered': {
      name: 'Formulário respondido',
      tells: 'Alguém preencheu um formulário: vêm o formulário e a resposta já tipada.',
    },
    'form.sent': { name: 'Formulário enviado', tells: 'Um formulário saiu.' },
    'form.status': { name: 'Status do formulário', tells: 'Um formulário chegou, foi lido ou não pôde ser enviado.' },
    'form.expired': { name: 'Formulário expirado', tells: 'O prazo para responder acabou e nenhuma resposta veio.' },
    'webhook.paused': {
      name: 'Webhook pausado',
      tells: 'Outro webhook desta instância foi pausado porque o destino dele falhou por cinco dias.',
    },
    'webhook.test': { name: 'Teste', tells: 'Um teste que alguém pediu. Chega sem ser escolhido.' },
  },
  states: { pending: 'Esperando', delivered: 'Chegou', dead: 'Desistimos', cancelled: 'Cancelada' },
  stateHelp: {
    pending: 'Ainda não chegou e é tentada de novo sozinha.',
    delivered: 'O destino respondeu com 2xx.',
    dead: 'Todas as tentativas falharam. Só é tentada de novo se você a reenviar.',
    cancelled: 'O webhook foi desligado antes de ela chegar.',
  },
  failures: {
    address_refused: 'O endereço é privado e o servidor não pode chamá-lo',
    aborted: 'A chamada foi interrompida',
    timeout: 'Nenhuma resposta em 15 segundos',
    name_not_found: 'O nome no endereço não é conhecido (DNS)',
    connection_refused: 'Nada escuta nesse endereço',
    tls_failed: 'O certificado do endereço não foi aceito (TLS)',
    connection_failed: 'A conexão caiu',
    internal_error: 'O servidor não conseguiu fazer a chamada',
  },
  failed: 'A chamada falhou',
  status: {
    taken: 'aceito',
    redirect: 'um redirecionamento, que não é seguido',
    unauthorized: 'o destino recusou as credenciais ou a assinatura',
    notFound: 'não há nada neste endereço do destino',
    gone: 'o destino não quer mais nada: isso desliga o webhook',
    tooLarge: 'o destino acha o corpo grande demais',
    tooMany: 'o destino pede uma pausa',
    refused: 'o destino recusou',
    broken: 'o destino falhou por dentro',
    other: 'não é um 2xx',
  },
  problems: {
    webhook_switched_off: { what: 'Este webhook está desligado', helps: 'Ligue-o primeiro e tente de novo.' },
    webhook_not_found: { what: 'Este webhook não existe mais', helps: 'Recarregue a lista.' },
    delivery_not_found: {
      what: 'Uma entrega não existe mais',
      helps: 'As entregas são guardadas pelo tempo que o operador define, 30 dias se ele não disser outra coisa.',
    },
    webhook_limit_reached: {
      what: 'Três webhooks estão ligados, e esse é o máximo',
      helps: 'Desligue um primeiro. Um webhook pausado também conta.',
    },
    too_many_waiting: { what: 'Há chamadas demais em espera', helps: 'Espere até uma delas terminar.' },
  },
}
