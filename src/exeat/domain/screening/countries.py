"""Country names, as the lists' publishers spell them, to ISO 3166-1 alpha-2 codes in lower case.

Order, case, marks and small words do not matter ("Korea, North" is "North Korea"). Codes follow ISO 3166-1; Kosovo has
the user-assigned "xk". A territory without a code of its own has the code of the state that ISO counts it with.
"""

from __future__ import annotations

from exeat.domain.screening.normalise import words

_SMALL = frozenset({"the", "of", "and", "possibly", "region"})

# code: names, separated by "|"
_NAMES = """
ad Andorra
ae United Arab Emirates|UAE|Dubai|Abu Dhabi
af Afghanistan|Islamic Republic of Afghanistan
ag Antigua and Barbuda
ai Anguilla
al Albania
am Armenia
ao Angola
aq Antarctica
ar Argentina
as American Samoa
at Austria
au Australia
aw Aruba
ax Åland Islands
az Azerbaijan
ba Bosnia and Herzegovina|Bosnia
bb Barbados
bd Bangladesh
be Belgium
bf Burkina Faso
bg Bulgaria
bh Bahrain
bi Burundi
bj Benin
bl Saint Barthélemy
bm Bermuda
bn Brunei|Brunei Darussalam
bo Bolivia|Bolivia (Plurinational State of)
bq Bonaire, Sint Eustatius and Saba
br Brazil
bs Bahamas
bt Bhutan
bv Bouvet Island
bw Botswana
by Belarus|Belarus / Bélarus
bz Belize
ca Canada
cc Cocos (Keeling) Islands
cd Democratic Republic of the Congo|DRC|Congo (Kinshasa)
cf Central African Republic
cg Congo|Republic of the Congo|Congo (Brazzaville)
ch Switzerland
ci Côte d'Ivoire|Cote d Ivoire|Ivory Coast
ck Cook Islands
cl Chile
cm Cameroon
cn China|People's Republic of China|PRC|P.R. China|China / Chine
co Colombia
cr Costa Rica
cu Cuba
cv Cabo Verde|Cape Verde
cw Curaçao
cx Christmas Island
cy Cyprus
cz Czech Republic|Czechia
de Germany
dj Djibouti
dk Denmark
dm Dominica
do Dominican Republic
dz Algeria
ec Ecuador
ee Estonia
eg Egypt
eh Western Sahara
er Eritrea
es Spain
et Ethiopia
fi Finland
fj Fiji
fk Falkland Islands|Falkland Islands (Malvinas)
fm Micronesia|Micronesia (Federated States of)
fo Faroe Islands
fr France
ga Gabon
gb United Kingdom|United Kingdom of Great Britain and Northern Ireland|UK|Great Britain|England
gd Grenada
ge Georgia
gf French Guiana
gg Guernsey
gh Ghana
gi Gibraltar
gl Greenland
gm Gambia
gn Guinea
gp Guadeloupe
gq Equatorial Guinea
gr Greece
gs South Georgia and the South Sandwich Islands
gt Guatemala
gu Guam
gw Guinea-Bissau
gy Guyana
hk Hong Kong|China, Hong Kong Special Administrative Region|Hong Kong SAR
hm Heard Island and McDonald Islands
hn Honduras
hr Croatia
ht Haiti|Haiti / Haïti
hu Hungary
id Indonesia
ie Ireland
il Israel
im Isle of Man|Man, Isle of
in India
io British Indian Ocean Territory
iq Iraq
ir Iran|Iran (Islamic Republic of)
is Iceland
it Italy
je Jersey
jm Jamaica
jo Jordan
jp Japan
ke Kenya
kg Kyrgyzstan|Kyrgyz Republic
kh Cambodia
ki Kiribati
km Comoros
kn Saint Kitts and Nevis|St. Kitts and Nevis|St. Kitts & Nevis
kp North Korea|Democratic People's Republic of Korea|DPRK
kr South Korea|Republic of Korea
kw Kuwait
ky Cayman Islands
kz Kazakhstan
la Laos|Lao People's Democratic Republic
lb Lebanon
lc Saint Lucia|St. Lucia
li Liechtenstein
lk Sri Lanka
lr Liberia
ls Lesotho
lt Lithuania
lu Luxembourg
lv Latvia
ly Libya|Libyan Arab Jamahiriya
ma Morocco
mc Monaco
md Moldova|Republic of Moldova
me Montenegro
mf Saint Martin
mg Madagascar
mh Marshall Islands
mk North Macedonia|The Republic of North Macedonia|Macedonia|The Former Yugoslav Republic of Macedonia
ml Mali
mm Myanmar|Burma|Myanmar (Burma) / Myanmar (Birmanie)
mn Mongolia
mo Macau|Macao|China, Macao Special Administrative Region
mp Northern Mariana Islands
mq Martinique
mr Mauritania
ms Montserrat
mt Malta
mu Mauritius
mv Maldives
mw Malawi
mx Mexico
my Malaysia
mz Mozambique
na Namibia
nc New Caledonia
ne Niger
nf Norfolk Island
ng Nigeria
ni Nicaragua
nl Netherlands|Netherlands (Kingdom of the)
no Norway
np Nepal
nr Nauru
nu Niue
nz New Zealand
om Oman
pa Panama
pe Peru
pf French Polynesia
pg Papua New Guinea
ph Philippines
pk Pakistan
pl Poland
pm Saint Pierre and Miquelon
pn Pitcairn
pr Puerto Rico
ps Palestine|Palestinian|State of Palestine|Gaza|North Gaza|Northern Gaza|West Bank|Palestinian Territories
pt Portugal
pw Palau
py Paraguay
qa Qatar
re Réunion
ro Romania
rs Serbia
ru Russia|Russian Federation|Russia / Russie
rw Rwanda
sa Saudi Arabia
sb Solomon Islands
sc Seychelles
sd Sudan|Sudan / Soudan
se Sweden
sg Singapore
sh Saint Helena
si Slovenia
sj Svalbard and Jan Mayen
sk Slovakia|Slovak Republic
sl Sierra Leone
sm San Marino
sn Senegal
so Somalia
sr Suriname
ss South Sudan|South Sudan / Soudan du sud
st Sao Tome and Principe
sv El Salvador
sx Sint Maarten
sy Syria|Syrian Arab Republic|Syria / Syrie
sz Eswatini|Swaziland
tc Turks and Caicos Islands
td Chad
tf French Southern Territories
tg Togo
th Thailand
tj Tajikistan
tk Tokelau
tl Timor-Leste|East Timor
tm Turkmenistan
tn Tunisia
to Tonga
tr Turkey|Türkiye
tt Trinidad and Tobago
tv Tuvalu
tw Taiwan|Taiwan, Province of China
tz Tanzania|United Republic of Tanzania
ua Ukraine|Crimea|Crimea Region of Ukraine
ug Uganda
um United States Minor Outlying Islands
us United States|United States of America|USA
uy Uruguay
uz Uzbekistan
va Holy See|Vatican City
vc Saint Vincent and the Grenadines|St. Vincent and the Grenadines
ve Venezuela|Venezuela (Bolivarian Republic of)
vg British Virgin Islands|Virgin Islands (British)
vi United States Virgin Islands|Virgin Islands (U.S.)
vn Vietnam|Viet Nam
vu Vanuatu
wf Wallis and Futuna
ws Samoa
xk Kosovo
ye Yemen
yt Mayotte
za South Africa
zm Zambia
zw Zimbabwe
"""


def _key(name: str) -> str:
    return " ".join(sorted(set(words(name)) - _SMALL))


def _table() -> dict[str, str]:
    codes: dict[str, str] = {}
    for line in _NAMES.strip().splitlines():
        code, _, names = line.partition(" ")
        for name in names.split("|"):
            if codes.setdefault(_key(name), code) != code:
                raise ValueError(f"{name} stands for both {codes[_key(name)]} and {code}")
    return codes


_CODES = _table()
CODES = frozenset(_CODES.values())


def country_code(name: str) -> str | None:
    """The code of a country name, or of a code in either case; None when neither is known.

    >>> country_code("Korea, North"), country_code("CU"), country_code("Atlantis")
    ('kp', 'cu', None)
    """
    plain = name.strip().lower()
    return plain if plain in CODES else _CODES.get(_key(name))
