from parley.samples.language import Language, lines, words

FR = Language(
    code="fr",
    first=words(
        "Amélie Baptiste Camille Didier Élodie François Gaëlle Hugo Inès Jérôme Karim Léa Mathieu Noémie Océane Pascal "
        "Quentin Raphaël Solène Théo Valérie Yann Zoé Aïcha"
    ),
    last=words(
        "Aubert Benoît Chevalier Dupont Étienne Faure Girard Haddad Jacquet Lefèvre Marchand Noël Ollivier Pelletier "
        "Renard Sénéchal Traoré Vasseur Weber Zidani"
    ),
    rooms=words("Général Divers Entraide Graphisme Ventes Événements Lectures Versions"),
    things=lines("""
        le projet de contrat
        la liste des invités
        le nouveau logo
        le serveur de test
        le budget de cette année
        la présentation
        le compte rendu
        la facture du mois dernier
    """),
    days=lines("""
        aujourd'hui
        demain
        ce soir
        lundi
        la semaine prochaine
        après le déjeuner
    """),
    lines=lines("""
        ok
        Merci !
        Merci, ça m'aide beaucoup.
        J'arrive.
        Ça me va.
        Je reviens tout de suite.
        C'est fait.
        Tu peux préciser un peu ?
        Je regarde ça.
        Bonjour à toutes et à tous !
        Aucune idée, désolé.
        haha, tout à fait
        Eh bien, c'était rapide !
        À demain.
        Quelqu'un veut un café ?
    """),
    sentences=lines("""
        {thing} attend une relecture.
        Quelqu'un a vu {thing} ?
        Je regarde {thing} encore une fois {day}.
        {thing} peut attendre, le reste non.
        On en a parlé pendant {n} minutes sans rien décider.
        On peut en discuter {day} ?
        Depuis hier, {n} personnes m'ont posé la question.
        Ne changeons rien : {thing} nous suffit, et le reste coûte trop cher.
        Qui s'occupe de tout ça pendant mon absence ?
        C'est bien mieux qu'il y a {n} jours.
        Lisez bien {thing} avant notre réunion, {day}.
        J'ai mis {thing} dans le dossier commun, avec {n} remarques.
    """),
)
