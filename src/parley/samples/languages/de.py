from parley.samples.language import Language, lines, words

DE = Language(
    code="de",
    first=words(
        "Anna Bernd Claudia Dieter Elif Florian Greta Hanna Ingo Jonas Katrin Lukas Mareike Niklas Olga Paul Rainer "
        "Sabine Thomas Ulrike Vera Wolfgang Yasmin Jörg"
    ),
    last=words(
        "Albrecht Bäcker Çelik Dietrich Engel Fischer Groß Hoffmann Jäger Köhler Lehmann Müller Neumann Öztürk Peters "
        "Richter Schäfer Thiel Vogel Weiß"
    ),
    rooms=words("Allgemeines Allerlei Hilfe Gestaltung Vertrieb Termine Bücher Versionen"),
    things=lines("""
        die Gästeliste
        das Protokoll
        die Rechnung
        das neue Logo
        die Testumgebung
        das Angebot
        die Präsentation
        das Budget für nächstes Jahr
    """),
    days=lines("""
        heute
        morgen
        heute Abend
        am Montag
        nächste Woche
        nach dem Mittagessen
    """),
    lines=lines("""
        ok
        Danke!
        Danke, das hilft mir sehr.
        Bin unterwegs.
        Klingt gut.
        Moment, bin gleich wieder da.
        Erledigt.
        Kannst du das genauer erklären?
        Ich schaue es mir an.
        Guten Morgen zusammen!
        Keine Ahnung, tut mir leid.
        Haha, genau so ist es.
        Das ging aber schnell!
        Bis morgen.
        Möchte jemand Kaffee?
    """),
    sentences=lines("""
        {thing} ist fertig und kann geprüft werden.
        Hat jemand {thing} gesehen?
        Ich sehe mir {thing} {day} noch einmal an.
        {thing} kann warten, das andere nicht.
        Wir haben {n} Minuten darüber geredet und nichts entschieden.
        Können wir {day} darüber sprechen?
        Seit gestern haben mich {n} Leute danach gefragt.
        Ich würde {thing} so lassen: Eine Änderung kostet mehr, als sie bringt.
        Wer übernimmt {thing}, solange ich weg bin?
        {thing} sieht viel besser aus als vor {n} Tagen.
        Bitte lest {day} alles noch einmal durch, bevor wir uns treffen.
        Ich habe {thing} mit {n} Anmerkungen in den gemeinsamen Ordner gelegt.
    """),
)
