"""The languages there are, by their codes."""

from parley.samples.language import Language
from parley.samples.languages.ar import AR
from parley.samples.languages.de import DE
from parley.samples.languages.en import EN
from parley.samples.languages.es import ES
from parley.samples.languages.fr import FR
from parley.samples.languages.hi import HI
from parley.samples.languages.ja import JA
from parley.samples.languages.pt import PT
from parley.samples.languages.ru import RU
from parley.samples.languages.zh import ZH

LANGUAGES: dict[str, Language] = {one.code: one for one in (EN, DE, FR, ES, PT, RU, AR, HI, ZH, JA)}
