from parley.samples.language import Language, lines, words

EN = Language(
    code="en",
    first=words(
        "Alice Amara Ben Chloe Daniel Emma Finn Grace Hannah Isaac Jack Kate Liam Maya Noah Olivia Priya Quinn Ruth "
        "Sam Tessa Victor Wendy Zoe"
    ),
    last=words(
        "Abbott Baker Clarke Dawson Ellis Foster Grant Hughes Irving Johnson Keller Lawson Mitchell Novak O'Brien "
        "Parker Reed Shaw Turner Walsh"
    ),
    rooms=words("General Random Support Design Sales Events Books Releases"),
    things=lines("""
        the draft contract
        the guest list
        the new logo
        the test server
        the budget for next year
        the customer survey
        the release plan
        the meeting room
    """),
    days=lines("""
        today
        tomorrow
        this evening
        on Monday
        next week
        after lunch
    """),
    lines=lines("""
        ok
        Thanks!
        Thank you, that helps a lot.
        On my way.
        Sounds good to me.
        brb
        Done.
        Could you say a bit more?
        I'll have a look.
        Good morning everyone!
        No idea, sorry.
        haha, exactly
        That was quick!
        See you tomorrow.
        Does anybody want coffee?
    """),
    sentences=lines("""
        {thing} is ready for review.
        Has anybody seen {thing}?
        I'll look at {thing} again {day}.
        {thing} can wait, the other one cannot.
        We talked about {thing} for {n} minutes and decided nothing.
        Can we speak about {thing} {day}?
        {n} people have asked me about {thing} since yesterday.
        I'd keep {thing} as it is; changing it costs more than it brings.
        Who takes care of {thing} while I'm away?
        {thing} looks much better than {n} days ago.
        Please read {thing} before we meet {day}.
        I put {thing} into the shared folder, together with {n} comments.
    """),
)
