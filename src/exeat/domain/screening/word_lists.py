"""Words that count for less in a name, and words that stand for one another. From general knowledge, not from any list.

A name's weight must not change with the list that it is compared with (ADR 10), so that nothing here is counted on one.
Everything is in the folded spelling of ``normalise.words``.
"""

from __future__ import annotations

# Legal forms: what a company is called for its liability. Those on one line are one form in different languages.
_LEGAL_FORMS = """
    llc ltd limited ooo gmbh sarl srl spzoo bv oy doo eood ood sro kft uab pte pty ltda fzc fzco fzllc fze bhd sdn too
    jsc ojsc cjsc oao ao pao zao pjsc sa ag plc nv spa as ab asa aktiebolag aktiengesellschaft ad psc sal sirketi kk
    inc incorporated corp corporation co company cie
    lp llp llllp partnership kg
    gp trust foundation fund stiftung
    pvt private
"""
LEGAL_FORMS = {word: at for at, line in enumerate(_LEGAL_FORMS.strip().splitlines()) for word in line.split()}
for _word in ("trust", "foundation", "fund", "partnership", "stiftung"):
    del LEGAL_FORMS[_word]

_TITLES = """
    mr mrs ms miss dr eng engr prof professor doctor sheikh shaykh shaikh sheik haji hajji hadji hajj alhaj
    mullah mawlawi maulavi maulana mufti qari hafiz sayyid sayed syed said sir general gen colonel col major maj
    captain capt brigadier lieutenant lt admiral marshal sgt sergeant ayatollah hojjatoleslam president minister
    molla mulla maulawi seyed seyyed syd shykh hajy haj jr sr junior senior mv mt ss
"""
TITLES = frozenset(_TITLES.split())

_PARTICLES = """
    al el ul ur as ad an ar ash az bin ibn ben bint bt ould o de del della da di do dos das du la le van von der den
    ter ten zu the of and for y i und et s e u a in at on to by with abd abu abou abw abi umm um bn wld d l
"""
PARTICLES = frozenset(_PARTICLES.split())
FILIAL = frozenset(["bin", "ibn", "ben", "bn", "bint"])  # between a child's name and the father's

LIGHT_WORDS = frozenset(LEGAL_FORMS) | TITLES | PARTICLES  # they help little in telling two parties apart

# Words that so many parties share that they tell few apart.
_COMMON_WORDS = """
    mohammed mohammad muhammad mohamed muhammed mohamad mohamud ahmed ahmad ahmat ali abdul abdel abdal abdullah
    abdallah hassan hasan hussein husain hussain husayn hossein ibrahim khan omar umar yusuf youssef mahmoud
    mahmud mustafa khalil salim salem saleh salih karim rahman aziz hamid rashid khalid khaled abdulaziz
    abdulrahman uthman osman mansour nasser jamal kamal hamza haidar haydar reza rahim qasim farid ismail yahya
    hamad amin jaber jabir mahdi mehdi aleksandr alexander aleksandrovich sergey sergei sergeevich sergeyevich
    vladimir vladimirovich ivan ivanovich ivanov nikolai nikolay nikolaevich andrei andrey andreevich dmitry
    dmitri aleksei alexey alekseevich mikhail mikhailovich petrov viktor viktorovich yuri yurevich yurievich
    igor oleg anatoly anatolievich elena olga natalia tatiana maria jose juan carlos luis john michael david
    james robert william thomas jesus antonio fernando miguel pedro francisco manuel rafael jorge garcia lopez
    gonzalez rodriguez martinez hernandez perez sanchez ramirez gomez wang li zhang liu chen yang huang zhao wu
    zhou kim lee pak park ri choe jong nguyen tran le international business trading trade general group groupe holding
    holdings industrial industries industry engineering technology technologies tech shipping maritime marine
    services service investment investments investissement development import export enterprise enterprises
    company center centre institute research university bank national state organization organisation
    organizatsiya factory plant production electronics electronic systems system global commercial construction
    management capital partners solutions science scientific technical branch limited federal central petroleum
    oil gas energy transport transportation logistics air aviation airlines machinery equipment republic islamic
    iran iranian russia russian syria syrian china chinese korea korean north
"""
COMMON_WORDS = frozenset(_COMMON_WORDS.split())

# Names that so many people bear, over the world, that two of them in common tell few people apart.
_COMMON_NAMES = """
    abbas adel adil akram amir anwar asad ayman bashir bilal fadi fahd faisal fatima fuad ghassan habib hadi
    hakim hani hisham hosseini hussaini husseini imad isa issa jalal jafar jawad kareem latif layla leila majid
    malik marwan maryam musa nabil nader nadir naji nasir nizar noor nur qadir rafiq rami rashed saeed said
    samir sami sharif shah sultan syed tahir tariq usman walid waleed yaqub yasin yasir yousef yusef zahra zaid
    zayd ziad ziyad mohammadi ahmadi rezaei karimi moradi hashemi mousavi musavi jafari rahimi ebrahimi akbari
    kazemi abdi ghafari sadeghi salehi hamidi begum bibi devi kumar singh sharma gupta patel das chowdhury
    hossain iqbal raja akhtar ansari smirnov kuznetsov popov vasiliev vasilyev sokolov mikhailov novikov fedorov
    morozov volkov alekseev lebedev semenov egorov pavlov kozlov stepanov nikolaev orlov andreev makarov nikitin
    zakharov romanov sergeev aleksandrov ivanova smirnova kuznetsova popova petrova vasilieva sokolova
    mikhailova novikova fedorova morozova volkova alekseeva lebedeva semenova egorova pavlova kozlova stepanova
    nikolaeva orlova andreeva makarova romanova anna anastasia anastasiya daria ekaterina irina ksenia larisa
    liudmila lyudmila marina nadezhda oksana polina sofia svetlana valentina vera viktoria yulia artem artyom
    boris daniil denis evgeny evgeniy georgy ilya kirill konstantin leonid maksim maxim nikita pavel petr roman
    ruslan stanislav timur vadim valery vasily vitaly vyacheslav smith johnson jones brown williams davis miller
    wilson moore taylor anderson jackson white harris martin thompson clark lewis robinson walker young allen
    king wright scott hill green adams baker nelson carter mitchell roberts turner phillips campbell parker
    evans edwards collins stewart morris murphy cook rogers morgan cooper peterson reed bailey bell kelly howard
    ward cox richardson wood watson brooks bennett gray hughes price long foster ross adam andrew anthony
    barbara benjamin brian carol charles christine christopher daniel deborah donald dorothy edward elizabeth
    emily emma eric ethan eva frank gary george gregory helen jack jacob jason jeffrey jennifer jessica joe
    jonathan joseph joshua julia karen kathleen keith kenneth kevin kimberly laura linda lisa margaret mark mary
    matthew melissa michelle nancy nicholas nicole olivia pamela patricia patrick paul peter philip rachel
    raymond rebecca richard roger ronald ryan samantha samuel sandra sarah sharon sophia stephanie stephen
    steven susan timothy tyler victoria vincent walter zachary aguilar alejandro alonso alvarez andres angel ana
    arturo beatriz camila castillo castro chavez claudia cruz diana diaz diego dominguez eduardo enrique ernesto
    espinoza felipe fernandez flores gabriel gabriela gloria guerrero gutierrez guzman hector herrera hugo
    isabel javier jimenez joaquin julio leon lucia marco margarita marta mateo medina mendez mendoza mercedes
    molina morales moreno munoz navarro nunez oscar ortega ortiz pablo paula raul ramon ramos reyes ricardo rios
    rivera roberto rocio rojas romero rosa rosario ruben ruiz salazar santiago santos sebastian sergio silva
    soto teresa torres valentin vargas vasquez vazquez vega veronica vicente ximena almeida alves araujo barbosa
    carvalho costa ferreira gomes goncalves joao lima lopes martins mendes nunes oliveira paulo pereira pinto
    ribeiro rocha rodrigues rui santana souza sousa tiago vieira andrea bianchi colombo esposito ferrari
    francesca francesco giovanni giuseppe luca luigi marino mario paolo ricci romano rossi russo stefano bernard
    dubois durand francois girard henri jacques jean laurent lefebvre leroy louis marie michel moreau nicolas
    petit philippe pierre simon andreas bauer becker fischer hans hoffmann johann klaus koch meyer muller
    schmidt schneider schroder schulz stefan wagner weber wolf anders erik hansen jensen johannes johansson karl
    karlsson lars larsen nielsen nilsson olsen pedersen per svensson ai an ba bai bao bei bi bin bing bo cai cao
    chang chao cheng chong chun cui da dai dan de deng ding dong du duan fan fang fei feng fu gang gao ge gong
    gu guan guang gui guo hai han hang hao he hong hou hu hua hui ji jia jian jiang jiao jie jin jing ju jun kai
    kang kong lan lei liang lin ling lu luo ma mei meng miao min ming mu na nan ning pan pei peng ping qi qian
    qiang qiao qin qing qiu qu quan ren rong ru shan shao shen sheng shi shu shuai shuang song su sun tan tang
    tao tian ting tong wan wei wen xi xia xian xiang xiao xie xin xing xiong xiu xu xue yan yao ye yi yin ying
    yong you yu yuan yue yun ze zeng zhan zhen zheng zhi zhong zhu zhuang zi bae baek bag bong byeong byong chan
    cheol chin cho choi chol chon chu chul chung dae eun geon gil gim guk gwang gwon gyeong gyu hak heon ho hun
    hwa hwan hwang hye hyeok hyeon hyok hyon hyun il im jae jang jeon jeong jo jung kil ko kuk kun kwak kwang
    kwon kye kyong kyu kyung lim mi mun myeong myong myung nam no oh pyong rim ro ryong ryu sang seo seok seon
    seong seung shin sim sin sok son soo sop suk sung tae tok u ung won woo yeon yeong yon yoo yoon hiroshi
    kenji takashi tanaka suzuki sato watanabe ito yamamoto nakamura kobayashi kato anh binh cuong dang dinh dung
    duc hien hoang hung huong huynh khanh lam linh loan luong mai minh nga ngoc nhung pham phan phuong quang
    quoc thanh thao thi thu thuy tien tuan van viet vu
"""
SHARED_BY_MANY = COMMON_WORDS | frozenset(_COMMON_NAMES.split())

# A phrase on the left is read as the word on the right; longer phrases first.
_PHRASES = """
    open joint stock company = ojsc
    otkrytoe aktsionernoe obshchestvo = ojsc
    closed joint stock company = cjsc
    zakrytoe aktsionernoe obshchestvo = cjsc
    public joint stock company = pjsc
    publichnoe aktsionernoe obshchestvo = pjsc
    private joint stock company = jsc
    joint stock company = jsc
    joint stock co = jsc
    open joint stock = ojsc
    closed joint stock = cjsc
    public joint stock = pjsc
    joint stock = jsc
    aktsionernoe obshchestvo = jsc
    aktsionernoye obshchestvo = jsc
    obshchestvo s ogranichennoi otvetstvennostyu = ooo
    obshchestvo s ogranichennoy otvetstvennostyu = ooo
    obshchestvo c ogranichennoi otvetstvennostyu = ooo
    limited liability company = llc
    limited liability partnership = llp
    liability partnership = llp
    limited liability = llc
    liability company = llc
    obshchestvo ogranichennoi otvetstvennostyu = ooo
    obshchestvo s otvetstvennostyu = ooo
    ogranichennoi otvetstvennostyu = ooo
    a obshchestvo = jsc
    publichnoe aktsionernoe = pjsc
    publichnoe obshchestvo = pjsc
    otkrytoe aktsionernoe = ojsc
    otkrytoe obshchestvo = ojsc
    zakrytoe aktsionernoe = cjsc
    zakrytoe obshchestvo = cjsc
    limited partnership = lp
    private limited company = ltd
    public limited company = plc
    private limited = ltd
    pvt ltd = ltd
    limited company = ltd
    pte ltd = ltd
    pty ltd = ltd
    co ltd = ltd
    company limited = ltd
    corporation limited = ltd
    gesellschaft mit beschrankter haftung = gmbh
    societatea cu raspundere limitata = srl
    societate cu raspundere limitata = srl
    sociedad de responsabilidad limitada = srl
    societa a responsabilita limitata = srl
    societe a responsabilite limitee = sarl
    sociedad anonima = sa
    societe anonyme = sa
    societa per azioni = spa
    anonim sirketi = as
    sendirian berhad = bhd
    sdn bhd = bhd
    a s = as
    s a = sa
    l l c = llc
    s a r l = sarl
    s r l = srl
    l p = lp
    p l c = plc
    n v = nv
    b v = bv
    g m b h = gmbh
    per cent = percent
    joint venture = jv
    j v = jv
    north korea = dprk
    democratic people s republic of korea = dprk
    democratic peoples republic of korea = dprk
    democratic people republic of korea = dprk
    south korea = rok
    republic of korea = rok
"""
PHRASES = tuple(
    (tuple(left.split()), right.strip())
    for left, _, right in (line.partition("=") for line in _PHRASES.strip().splitlines())
)


def _first_of_group(text: str) -> dict[str, str]:
    """Each word with the first of its group, groups being parted by lines and bars."""
    groups = [group.split() for line in text.strip().splitlines() for group in line.split("|")]
    return {word: group[0] for group in groups for word in group}


# One word in two spellings: abbreviations.
_SAME_WORD = """
    limited ltd | incorporated inc | corporation corp corpn | company co comp cie | international intl int internat
    manufacturing mfg manuf | brothers bros | department dept | university univ | institute inst
    association assoc assn | national natl | government govt | industries ind inds | technology tech
    engineering engg | development dev | aktiengesellschaft ag | saint st | center centre
    organization organisation org organizatsiya | burma myanmar myanma | cooperation cooperative coop
"""
SAME_WORD = _first_of_group(_SAME_WORD)

# Numbers in words, ordinals and Roman numerals. A numeral of one letter is more often an initial.
_NUMBERS = """
    1 1st one first | 2 2nd two second ii | 3 3rd three third iii | 4 4th four fourth iv | 5 5th five fifth
    6 6th six sixth vi | 7 7th seven seventh vii | 8 8th eight eighth viii | 9 9th nine ninth ix | 10 10th ten tenth
    11 11th eleven eleventh | 12 12th twelve twelfth xii | 13 13th thirteen thirteenth xiii
    14 14th fourteen fourteenth xiv | 15 15th fifteen fifteenth xv | 16 16th sixteen sixteenth xvi
    17 17th seventeen seventeenth xvii | 18 18th eighteen eighteenth xviii | 19 19th nineteen nineteenth xix
    20 20th twenty twentieth xx | 30 30th thirty thirtieth | 40 40th forty fortieth | 50 50th fifty fiftieth
    60 60th sixty sixtieth | 70 70th seventy seventieth | 80 80th eighty eightieth | 90 90th ninety ninetieth
    100 100th hundred hundredth
"""
NUMBERS = _first_of_group(_NUMBERS)
SAME_WORD |= NUMBERS

# Given names with their short forms and their forms in other languages; a name may be on several lines.
_NICKNAMES = """
    alexander aleksandr alexandr aleksander alexandre alejandro alessandro iskandar sasha alex oleksandr sandro
    alexandra aleksandra sasha sandra
    alexei aleksei alexey aleksey alyosha oleksiy
    andrew andrei andrey andriy andreas andre andres andrea andy drew andrej
    anthony antonio anton antoine tony toni
    abraham ibrahim abram avraham abe
    benjamin ben benny bibi binyamin
    catherine katherine katharina ekaterina yekaterina kate katie katya caterina catalina kathleen
    charles carlos carlo karl carl charlie chuck karel
    christopher chris cristobal christoph kristof christophe
    christian cristian chris kristian
    daniel dan danny danilo daniil
    david dave dawud daud davud davit dawood
    dmitry dmitri dmitrii dmytro dimitri dima
    donald don donny
    edward ed eddie eduardo eduard edouard ted ned
    elizabeth elisabeth elizaveta isabel liz beth betty lisa eliza
    eugene yevgeny evgeny evgenii yevgeniy evgeniy zhenya eugenio
    francis francisco francesco francois franz frank paco pancho
    frederick friedrich frederik fred fritz federico frederic
    gabriel jibril jabril gavriil
    george georgy georgiy georg jorge giorgio yuri yury yuriy jerzy georgi georges giorgi
    gerard gerhard gerardo
    gregory grigory grigoriy gregorio greg grisha
    helen elena yelena helena olena lena
    henry heinrich henri enrique enrico harry hank
    ignatius ignacio nacho
    isaac ishaq ishak itzhak yitzhak
    ishmael ismail ismael
    jacob james jakob yakov yaqub yakub jacques santiago diego jaime iago jim jimmy jake jack
    john ivan juan jean johann johannes hans giovanni jan yahya yuhanna jack johnny joao ioan ian sean jon yoann
    joseph jose josef yusuf youssef yousef yosef giuseppe iosif osip joe pepe joey
    joshua josh yehoshua
    lawrence laurence larry lorenzo laurent lavrenty
    leonard leo len lenny leonid
    lewis louis luis luigi ludwig lou luiz
    magdalena magda
    margaret margarita maggie peggy meg rita marguerite
    mark marcus marco marcos marc marek
    mary maria marie maryam miriam marya masha molly mariya
    matthew matvei mateo matthias matteo matt mathieu
    michael mikhail miguel mikael michel mike misha mick micky mykhailo michal michele mikail
    moses musa moshe moise moussa
    muhammad mehmet magomed mahomet mamadou maxamed mohamed mohammed mohammad
    nathaniel nathan nat
    natalia natalya natasha nathalie
    nicholas nikolai nikolay nicolas nicola nick nico kolya mykola miklos
    oliver oli
    patrick pat paddy patricio
    patricia pat patty tricia trish
    paul pavel pablo paolo pavlo paulo
    peter petr pyotr pedro pietro pierre piotr pete petro
    philip filip felipe philippe phil
    rebecca becky
    richard ricardo rick dick rich ricky
    robert roberto bob bobby rob robbie bert
    ronald ron ronnie
    samuel sam samuil sammy
    sergei sergey serge sergio serhiy sergej
    simon semyon simeon shimon sam
    solomon sulaiman suleiman salomon shlomo suleyman
    stephen steven stefan esteban stepan etienne steve stephane
    susan suzanne sue susanna
    theodore theo ted fyodor fedor teodor feodor
    thomas tom tommy tomas tommaso
    timothy tim timofey timur
    valentin valentine valya
    victor viktor vittorio vic
    vincent vicente vincenzo vince
    vladimir volodymyr volodya vova wladimir
    vladislav vlad
    vyacheslav slava
    walter walt wally
    william guillermo wilhelm guillaume bill billy will willy willem
    zachary zach zacharias zakariya zakaria
    osama usama oussama
    abu abou abw abi
    reza rida ridha riza raza rza rda
    lee li ri rhee yi
    park pak bak
    kim gim
    choi choe choy
    jung jong jeong chung cheong
    cho jo
    kang gang
    noh roh no
    shin sin
    yoo yu ryu ryoo
    im lim rim
    kwon gwon
    son sohn
    hsu xu
    tsai cai
    chou zhou
    chao zhao
    teng deng
    hsieh xie
    chiang jiang
    cheung zhang
    kwok guo
    chang zhang
    wong wang
    hussein husayn hossein husein
    jesus isa issa
    ali aly
    ahmet ahmad ahmed
    faisal faysal feisal faycal faical
"""
NICKNAMES: dict[str, frozenset[int]] = {}
for _at, _line in enumerate(_NICKNAMES.strip().splitlines()):
    for _word in _line.split():
        NICKNAMES[_word] = NICKNAMES.get(_word, frozenset()) | {_at}
