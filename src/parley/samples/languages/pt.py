from parley.samples.language import Language, lines, words

PT = Language(
    code="pt",
    first=words(
        "Adriana Bruno Conceição Davi Eduarda Felipe Gonçalo Helena Inês João Karina Luís Mônica Natália Otávio "
        "Patrícia Rafael Simão Tânia Ubirajara Vitória Wagner Zélia Antônio"
    ),
    last=words(
        "Almeida Barbosa Cardoso Durão Esteves Figueiredo Guimarães Henriques Junqueira Leitão Magalhães Nogueira "
        "Oliveira Pinto Queirós Ribeiro Simões Teixeira Vasconcelos Xavier"
    ),
    rooms=words("Geral Diversos Suporte Design Vendas Eventos Livros Versões"),
    things=lines("""
        o rascunho do contrato
        a lista de convidados
        o logotipo novo
        o servidor de testes
        o orçamento deste ano
        a apresentação
        a ata da reunião
        a fatura do mês passado
    """),
    days=lines("""
        hoje
        amanhã
        hoje à noite
        na segunda-feira
        na semana que vem
        depois do almoço
    """),
    lines=lines("""
        ok
        Obrigado!
        Obrigada, isso ajuda muito.
        Estou a caminho.
        Por mim, tudo bem.
        Já volto.
        Feito.
        Pode explicar um pouco melhor?
        Vou dar uma olhada.
        Bom dia a todos!
        Não faço ideia, desculpe.
        kkkk, é isso mesmo
        Que rapidez!
        Até amanhã.
        Alguém quer café?
    """),
    sentences=lines("""
        {thing} já está à espera de revisão.
        Alguém viu {thing}?
        {day} olho {thing} outra vez.
        {thing} pode esperar, o resto não.
        Falamos {n} minutos sem decidir nada.
        Podemos falar sobre isso {day}?
        Desde ontem, {n} pessoas me perguntaram sobre isso.
        Eu deixaria {thing} como está: mudar tudo custa mais do que traz.
        Quem cuida disso enquanto eu estiver fora?
        Está muito melhor do que há {n} dias.
        Por favor, leiam {thing} antes da reunião, {day}.
        Coloquei {thing} na pasta comum, com {n} comentários.
    """),
)
