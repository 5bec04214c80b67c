from parley.samples.language import Language, lines, words

ES = Language(
    code="es",
    first=words(
        "Alejandra Beatriz Carlos Diego Elena Fernando Gabriela Héctor Íñigo Javier Lucía Martín Nuria Óscar Paula "
        "Ramón Sofía Tomás Úrsula Valeria Ximena Yolanda Álvaro Begoña"
    ),
    last=words(
        "Aguilar Benítez Castaño Domínguez Espinoza Fernández García Hernández Ibáñez Jiménez López Muñoz Núñez Ortega "
        "Peña Quiroga Ramírez Salazar Torres Vázquez"
    ),
    rooms=words("General Varios Soporte Diseño Ventas Eventos Libros Versiones"),
    things=lines("""
        el borrador del contrato
        la lista de invitados
        el logotipo nuevo
        el servidor de pruebas
        el presupuesto de este año
        la presentación
        el acta de la reunión
        la factura del mes pasado
    """),
    days=lines("""
        hoy
        mañana
        esta noche
        el lunes
        la semana que viene
        después de comer
    """),
    lines=lines("""
        vale
        ¡Gracias!
        Gracias, eso me ayuda mucho.
        Voy para allá.
        Me parece bien.
        Vuelvo enseguida.
        Hecho.
        ¿Puedes explicarlo un poco más?
        Ahora lo miro.
        ¡Buenos días a todos!
        Ni idea, lo siento.
        jajaja, exacto
        ¡Qué rapidez!
        Hasta mañana.
        ¿Alguien quiere café?
    """),
    sentences=lines("""
        {thing} ya se puede revisar.
        ¿Alguien ha visto {thing}?
        {day} vuelvo a mirar {thing}.
        {thing} puede esperar, lo demás no.
        Hablamos {n} minutos sin decidir nada.
        ¿Podemos hablarlo {day}?
        Desde ayer me han preguntado {n} personas por esto.
        Yo dejaría {thing} como está: cambiarlo todo cuesta más de lo que aporta.
        ¿Quién se encarga de esto mientras estoy fuera?
        Está mucho mejor que hace {n} días.
        Por favor, leed {thing} antes de vernos {day}.
        He dejado {thing} en la carpeta común, con {n} comentarios.
    """),
)
