import type { WebhookWords } from './words-en.ts'

export const portuguese: WebhookWords = {
  intro:
    'Um webhook é um endereço seu. O servidor envia para ele cada evento assim que acontece e tenta de novo por cerca de dois dias quando o endereço não responde.',
  add: 'Adicionar webhook',
  list: 'Webhooks desta instância',
  emptyTitle: 'Nenhum webhook ainda',
  empty:
    'Com um webhook, o seu próprio sistema recebe as respostas dos formulários logo que elas chegam. Você precisa de um endereço (URL) que aceite um POST com JSON; quem faz o seu sistema tem um. Sem ele você não perde nada aqui: as respostas estão na página delas, e os eventos em “Ao vivo”.',
  sample: 'Isto é o que chega quando alguém responde a um formulário (dados inventados)',
  docs: 'Todos os tipos de evento e seus campos, na documentação da API',
  limit:
    'Três webhooks estão ligados, e esse é o máximo. Desligue um para adicionar outro; um webhook pausado também conta.',
  states: {
    on: 'Ligado',
    failing: 'Ligado, mas falhando',
    'paused-by-hand': 'Pausado',
    'paused-for-failures': 'Pausou sozinho',
    off: 'Desligado',
    gone: 'Desligado pelo destino',
  },
  failing: (since) =>
    `Todas as tentativas desde ${since} falharam. Depois de cinco dias assim ele é pausado; até lá nada se perde. Veja nas entregas o que o destino responde.`,
  pausedByHand: (since) =>
    `Pausado desde ${since}. Nada é enviado; o que acontece espera e sai em ordem quando você o retomar.`,
  pausedForFailures: (since, failing) =>
    `Desde ${since} nada é enviado, porque todas as tentativas falharam por cinco dias (desde ${failing}). O que acontece espera. Conserte o destino, teste aqui e retome: tudo o que espera sai de uma vez, do mais antigo ao mais novo.`,
  off: 'Ele não recebe nada, e seus ajustes foram apagados. O nome e o segredo ficam.',
  gone: 'O destino respondeu 410 (“gone”). O que esperava foi cancelado. Quando o destino estiver pronto, ligue o webhook de novo e reenvie o que foi cancelado.',
  url: 'Endereço',
  none: 'nenhum',
  events: 'Eventos',
  theSix: 'Os seis de costume',
  authorization: 'Authorization',
  authorizationSet: 'Um cabeçalho é enviado (oculto)',
  authorizationNone: 'Nenhum cabeçalho é enviado',
  perType: 'Um endereço por evento',
  perTypeOn: 'Sim: o tipo do evento é acrescentado ao caminho',
  waiting: 'Entregas esperando',
  waitingCount: (count) => count,
  waitingMore: (count) => `mais de ${count}`,
  deliveriesOf: (label) => `Entregas de ${label}`,
  test: 'Testar',
  edit: 'Editar',
  pause: 'Pausar',
  resume: 'Retomar',
  rotate: 'Novo segredo',
  switchOff: 'Desligar',
  switchOn: 'Ligar',
  of: (label) => `o webhook ${label}`,
  paused: (label) => `${label} está pausado. O que acontece espera por ele.`,
  resumed: (label) => `${label} continua; o que esperava sai agora, do mais antigo ao mais novo.`,
  switchedOff: (label) => `${label} está desligado.`,
  saved: (label) => `${label} está salvo.`,
  testing: 'Enviando um teste… O destino tem 15 segundos para responder.',
  testTitle: 'Teste',
  testArrived: (status, ms) => `Chegou: o destino respondeu ${status} depois de ${ms} ms.`,
  testFailed: (status, ms, why) => `Não chegou: o destino respondeu ${status} depois de ${ms} ms (${why}).`,
  testUnreached: (why) => `Não chegou: ${why}.`,
  testEnded: 'Não foi enviado: o webhook mudou nesse meio-tempo. Teste de novo.',
  testResponse: (label) => `O que o destino de ${label} disse`,
  testSilent: 'O destino não disse mais nada.',
  testMore: 'A entrega inteira',
  close: 'Fechar',
  editor: {
    add: 'Adicionar webhook',
    edit: (label) => `Editar ${label}`,
    switchOn: (label) => `Ligar ${label}`,
    label: 'Nome',
    labelHint: 'Um nome curto para você, por exemplo “crm”. Não pode ser mudado depois.',
    url: 'Endereço (URL)',
    urlHint: 'Os eventos são enviados para lá, por http ou https. Ele precisa ser público na internet.',
    urlMoves: 'O que espera vai para o novo endereço.',
    authorization: 'Cabeçalho Authorization',
    authorizationHint:
      'Opcional. Enviado como está no cabeçalho Authorization, para destinos que pedem senha ou token: “Bearer …”.',
    reveal: 'Mostrar',
    byEvents: 'Um endereço para cada tipo de evento',
    byEventsHint: (example) => `O tipo é acrescentado ao caminho: ${example}`,
    events: 'Eventos',
    theSix: 'Os seis de costume',
    theOthers: 'Só quando escolhidos',
    chooseSix: 'Escolher os seis de costume',
    chooseForms: 'Escolher só formulários e suas respostas',
    save: 'Salvar',
    create: 'Adicionar',
    resumes: 'Ele está pausado porque o destino falhou. Salvar o retoma: tudo o que espera sai de uma vez.',
    staysPaused: 'Ele está pausado. Salvar o deixa pausado.',
    cleared: 'Os ajustes foram apagados quando ele foi desligado: preencha de novo. O segredo continua o mesmo.',
    faults: {
      'label-missing': 'Dê um nome a ele.',
      'label-long': 'No máximo 100 caracteres.',
      'label-taken': 'Outro webhook tem este nome. Escolha outro, ou edite aquele webhook.',
      'label-taken-off': 'Um webhook com este nome está desligado. Escolha outro, ou ligue aquele webhook.',
      'url-missing': 'Informe o endereço.',
      'url-wrong': 'Isto não é um endereço. Ele começa com https:// ou http://.',
      'url-long': 'No máximo 4.096 caracteres.',
      'url-credentials': 'Não ponha usuário nem senha no endereço; use o cabeçalho Authorization.',
      'authorization-wrong':
        'Um cabeçalho só aceita caracteres simples: procure aspas tipográficas ou quebras de linha.',
      'events-none': 'Escolha pelo menos um.',
    },
    addressPrivate:
      'Este endereço fica numa rede privada ou na própria máquina do servidor; endereços assim não são chamados. Use um público. Se tiver de ser este, o operador do servidor pode abri-lo com o ajuste EGRESS_ALLOW.',
    refused: 'O servidor recusou isto:',
  },
  secret: {
    title: (label) => `Segredo de ${label}`,
    made: 'O webhook está pronto. Este é o segredo dele; só aparece agora.',
    replaced:
      'O webhook já existia, feito por outra pessoa nesse meio-tempo; ele ficou como você escreveu, e o segredo é o mesmo de antes.',
    rotated: 'Este é o novo segredo; só aparece agora.',
    keep: 'Copie-o para os ajustes do seu destino, nunca para o código. Se ele se perder, faça um novo.',
    secret: 'Segredo',
    how: 'Como conferir uma assinatura',
    howText:
      'Toda entrega é assinada como descreve o Standard Webhooks (standardwebhooks.com); há bibliotecas para JavaScript, Python, Go, Java, PHP, Ruby, Rust e C#. Confira os bytes como chegaram, antes de interpretá-los. Por exemplo, em Node:',
    done: 'Já guardei',
  },
  rotation: {
    title: (label) => `Um novo segredo para ${label}`,
    text: 'Por 24 horas os dois assinam: cada entrega leva uma assinatura do segredo novo e uma do antigo, e as bibliotecas aceitam qualquer uma. Dê o novo ao destino nesse prazo; depois o antigo não assina mais.',
    leaked: 'Se o segredo antigo vazou, tire-o do destino assim que o novo estiver lá.',
    go: 'Fazer um novo segredo',
  },
  switching: {
    title: (label) => `Desligar ${label}?`,
    text: 'A partir daí nada é enviado. O endereço, a autorização e os eventos escolhidos são apagados; o nome e o segredo ficam.',
    cancels: (count, isMore) =>
      isMore
        ? `Mais de ${count} entregas esperam: elas são canceladas.`
        : count === 0
          ? 'Nada espera no momento.'
          : count === 1
            ? 'Uma entrega espera: ela é cancelada.'
            : `${count} entregas esperam: elas são canceladas.`,
    later:
      'O que for cancelado pode ser reenviado quando o webhook estiver ligado de novo. Para parar só por um tempo, pause: aí nada é apagado nem cancelado.',
    pauseInstead: 'Pausar em vez disso',
    go: 'Desligar',
  },
}
