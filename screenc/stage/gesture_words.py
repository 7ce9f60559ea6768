"""The words of actions, in the languages that scripts come in, that ask for a gesture each."""

from __future__ import annotations

import re


def entries(table: str) -> list[tuple[str, str]]:
    """`name: pattern` lines of a table of words; an indented line goes on with the pattern."""
    return [tuple(line.split(": ", 1)) for line in table.strip().replace("\n    ", "").splitlines()]


_WORDS = r"""
umbrella-up: (open|raise|put|hold|lift|unfurl)\w* (up )?(an? |the |his |her |their )?umbrella|ouvre\w* .{0,12}parapluie
    |öffne\w* .{0,12}schirm|abre .{0,12}paraguas|우산을? (펴|펼|쓰)|傘を(さ|開)|打开.{0,4}伞|撑.{0,3}伞
umbrella-down: (close|lower|fold|shut|drop)\w* (down )?(an? |the |his |her |their )?umbrella
    |umbrellas? (is |are |now )?(down|closed|folded)|ferme\w* .{0,12}parapluie|schließ\w* .{0,12}schirm|cierra .{0,12}paraguas
    |우산을? (접|내)|傘を(閉|たた|畳)|收.{0,3}伞
stand-up: (stand|get|rise|sit|jump|leap|spring)s? (back )?up\b|\brises?\b|(gets|rises|jumps) to (his|her|their) feet
    |se (re)?lève|steht auf|se (pone de pie|levanta)|일어(나|서|난|선)|立ち上が|站起来|起身
sit: \bsits?\b|\bseated\b|\bsitting\b|takes? a seat|s'ass(ied|oit)|\bassise?\b|setzt sich|\bsitzt\b|se sienta|sentad[oa]|앉
    |座(る|っ|り)|坐
kneel: \bkneel\w*|\bknelt\b|on (one|her|his) knees?|s'agenouill|à genoux|\bkniet?\b|se arrodilla|무릎|ひざまず|跪
crouch: \bcrouch\w*|\bsquats?\b|\bducks?\b|s'accroupit|hockt|se agacha|웅크|쪼그|しゃが|蹲
fall: \bfalls?\b|\bcollapses?\b|\bfaints?\b|\bstumbles?\b|tombe|s'effondre|fällt|stürzt|se (cae|desploma)|쓰러|넘어|倒れ
    |転(ぶ|ん)|倒下|摔
jump: \bjumps?\b|\bleaps?\b|\bhops?\b|saute|springt|salta|뛰어오|점프|飛び上|跳(ぶ|ん|び|起)
wave: \bwav(es?|ing)\b|fait signe|salue de la main|winkt|saluda con la mano|손을 흔|手を振|挥手
point: \bpoint(s|ing)?\b|montre du doigt|désigne|zeigt|señala|apunta|가리(키|켜|킨)|指(さ|差|を)|指着|指向
shake-head: shak(es?|ing) (his|her|their|the) head|secoue la tête|schüttelt den kopf|niega con la cabeza|고개를 (젓|저)
    |首を(横に)?振|摇头
nod: \bnod(s|ding|ded)?\b|hoche|acquiesce|nickt|asiente|끄덕|頷|うなず|点头
shrug: \bshrug\w*|hausse les épaules|zuckt|se encoge de hombros|어깨를 으쓱|肩をすくめ|耸肩
cross-arms: (cross|fold)\w* (his|her|their|both) arms|croise les bras|verschränkt|cruza los brazos|팔짱|腕を組|抱臂|双臂交叉
hands-on-hips: hands? on (his|her|their|the) hips?|mains sur les hanches|hände in die hüften|brazos en jarras|허리에 손|腰に手
    |叉腰
hands-up: (raise|throw|put|lift)s? (up )?(his|her|their|both) (hands|arms)|lève les (mains|bras)|hebt die (hände|arme)
    |levanta (las manos|los brazos)|두 손을 들|両手を(上|挙)|举起双手
raise-hand: (raise|lift|put)s? (up )?(his|her|their|a|one) hand|lève la main|hebt die hand|levanta la mano|손을 (든|들)
    |手を(上|挙)げ|举手
cover-mouth: covers? (his|her|their) mouth|hand (over|to) (his|her|their) mouth|se couvre la bouche|hält sich den mund
    |se tapa la boca|입을 (막|가)|口を(押|覆)|捂.{0,2}嘴
cover-face: (cover|hide|bur)\w* (his|her|their) (face|eyes)|se cache le visage|verbirgt das gesicht|se (cubre|tapa) la cara
    |얼굴을 (가|감|묻)|顔を(覆|隠)|捂.{0,2}脸
hand-on-chest: (hand|hands) (on|to|over|at) (his|her|their) (chest|heart)|touch\w* (his|her|their) (chest|heart)|가슴에|胸に手
    |胸口
rub-eyes: rubs? (his|her|their) (eyes?|face)|wip(es?|ing) (away )?(his |her |their |a |the )?(tears?|eyes?)|essuie .{0,8}larme
    |눈물을 닦|눈을 비|涙を拭|擦.{0,3}泪
facepalm: facepalms?|slaps? (his|her|their) forehead|이마를|額に手|扶额
scratch-head: scratch\w*|se gratte|kratzt|se rasca|긁|掻(く|い)|挠头
think: \bthink(s|ing)?\b|\bponder\w*|\bconsider\w*|strokes? (his|her|their) (chin|beard)|réfléchit|überlegt|denkt|piensa|생각
    |考え|思考|想了想
check-watch: (check|look|glance)s? (at )?(his|her|their|the) (watch|wrist)|regarde sa montre|auf die uhr|mira (el|su) reloj
    |시계를|時計を|看.{0,2}表
phone: (on|answers?|picks? up|talks? (in)?to|calls?|into|holds?) (on )?(the |his |her |a |their )?(tele)?phone|au téléphone
    |telefoniert|al teléfono|전화를 (받|걸)|통화|電話(に|を)|打电话|接电话
look-at-hand: (looks?|glances?|stares?|checks?|scrolls?|texts?) (down )?(at |on )?(the |his |her |their |a )?(phone|
    letter|photo|photograph|note|card|screen|message|map|ticket)
    |휴대폰을|스마트폰|スマホ|看手机
drink: \b(drinks?|sips?|gulps?|swallows?|takes? a sip)\b|\bdrinking\b|\bboit\b|\btrinkt\b|\bbebe\b|마(신|시|셔|셨)|飲(む|ん|み)|喝
eat: \b(eats?|bites?|chews?|eating|tastes?)\b|\bmange\b|\bisst\b|\bcome (un|una|el|la|pan)|먹|食べ|吃
type: \btyp(es?|ing)\b|keyboard|laptop|\btape\b.{0,12}clavier|tippt|teclea|타자|키보드|노트북|タイプ|キーボード|打字|敲键盘
write: \b(writes?|writing|scribbles?|signs?|draws?|sketch\w*|notes? down)\b|écrit|dessine|schreibt|zeichnet|escribe|dibuja
    |(글을|편지를)? ?쓴다|적(는|어)|書(く|い|き)|写
read: \b(reads?|reading)\b|\blit\b|\bliest\b|\blee\b|읽|読(む|ん|み)|阅读|读
guitar: \b(guitar|strums?|lute|ukulele|violin)\b|guitare|gitarre|guitarra|기타를|ギター|吉他
piano: \bpiano\b|klavier|피아노|ピアノ|钢琴
dance: \bdanc(es?|ing)\b|\bdanse\b|\btanzt\b|\bbaila\b|춤|踊|跳舞
hug: \b(hugs?|embrac(es?|ing)|holds? (him|her|them) (close|tight)|hugging)\b|étreint|serre .{0,16}dans ses bras|umarmt|abraza
    |껴안|포옹|안아|抱き(しめ|合)|抱住|拥抱
kiss: \bkiss(es|ing)?\b|embrasse|küsst|besa\b|키스|입맞|キス|亲吻|吻
bow: \bbows?\b|\bcurts\w+|s'incline|verbeugt|hace una reverencia|인사(를|한)|절을|お辞儀|頭を下げ|鞠躬
salute: \bsalutes?\b|salutiert|경례|敬礼
clap: \b(claps?|applauds?|clapping)\b|applaudit|klatscht|aplaude|박수|拍手|鼓掌
thumbs-up: thumbs?[- ]up|엄지|親指|竖起大拇指
pray: \bpray(s|ing)?\b|\bprie\b|betet|\breza\b|기도|祈|祷
beg: \b(begs?|pleads?|implores?)\b|supplie|fleht|suplica|애원|懇願|恳求
whisper: \bwhispers? (to|in|into)\b|chuchote|flüstert|susurra|속삭|囁|ささや|耳语
slam: \b(slams?|bangs?|pounds?|thumps?)\b|frappe (la|sur)|schlägt|golpea|내리치|叩(く|き)|拍桌
fist: \bfists?\b|clench\w*|poing|faust|puño|주먹|拳|握拳
knock: \bknocks?\b|frappe à|klopft|llama a la puerta|노크|두드|ノック|敲门
open-door: (open|close|shut|unlock)s? (the |a |his |her )?(door|window|drawer|fridge|cupboard|gate)|(ouvre|ferme) la|öffnet die
    |(abre|cierra) la|문을 (열|닫)|(ドア|扉|窓)を(開|閉)|(开|关)(门|窗)
push: \b(push(es)?|shoves?)\b|pousse|schiebt|stößt|empuja|밀(어|친|쳐)|押(す|し)|推
pull: \b(pulls?|drags?|tugs?)\b|\btire\b|zieht|\btira de\b|당(기|긴|겨)|引(く|っ)|拉
throw: \b(throws?|tosses|hurls?|flings?)\b|\bjette\b|\bwirft\b|\blanza\b|던(지|진|져)|投げ|扔
pick-up: \b(picks? (it |them |\w+ \w+ )?up|pick(s|ing)? up|stoops?|bends? down|gathers?)\b|ramasse|hebt .{0,20} auf|recoge|줍
    |주(워|운)|拾|捡
offer: \b(giv(es|ing)|hands? (him|her|them|it|over|the|a|an)|offers?|passes (him|her|it|the|a)|shows?|presents?|holds? out)\b
    |donne|tend |offre|reicht|gibt|\bda\b|entrega|ofrece|건네|내민|내밀|준다|주며|渡(す|し)|差し出|递|给
take: \b(takes?|grabs?|snatch(es)?|accepts?|receives?|seizes?)\b|prend|saisit|nimmt|greift|coge|toma|agarra|(받|잡)(는|아|고)
    |取(る|り)|掴|接过|拿|抓
reach: \b(reach(es|ing)?|extends?|touch(es)?|strokes?|pats?)\b|tend la main|touche|streckt|berührt|alcanza|toca|손을 (뻗|내|얹)
    |만(지|진)|手を(伸|差)|触|伸手|摸
wipe: \b(wip(es?|ing)|clean(s|ing)?|polish(es)?|scrubs?|sweeps?)\b|essuie|nettoie|wischt|putzt|limpia|닦|청소|拭|掃|擦|扫
stir: \b(stirs?|cooks?|cooking|pours?|mix(es)?|chops?)\b|remue|cuisine|verse|rührt|kocht|gießt|remueve|cocina|sirve|젓는다|요리
    |따(르|라)|料理|注ぐ|煮|倒(茶|水|酒)
work: \b(works?|working|repairs?|fix(es)?|packs?|sorts?|fold(s|ing)|builds?|sews?|knits?|searches)\b|travaille|arbeitet|trabaja
    |일(하|한)|고(치|친)|働|直(す|し)|修
laugh: \b(laughs?|laughing|giggles?|chuckles?)\b|\brit\b|\brient\b|lacht|\bríe\b|웃음을 터|크게 웃|깔깔|笑い(出|だ|声)|大笑|哈哈
cry: \b(cr(y|ies|ying)|weeps?|sobs?|tears? (in|run|roll|fall|stream))\b|pleure|sanglote|weint|llora|solloza|울(며|고|다|음)|운다
    |눈물|泣|哭|流泪
sigh: \bsigh(s|ing)?\b|soupire|seufzt|suspira|한숨|ため息|叹气
recoil: \b(recoils?|flinch(es)?|steps? back|backs? away|startles?)\b|recule|weicht zurück|retrocede|물러|뒷걸음|움찔|後ずさ|ひる
    |后退
lean-back: leans? back|s'adosse|lehnt sich zurück|se reclina|기대|もたれ|靠在
lean: \bleans?\b|se penche|beugt sich|lehnt|se inclina|몸을 숙|身を乗り|俯身|探身
look-around: looks? around|scans?\b|regarde autour|sieht sich um|mira alrededor|두리번|둘러|見回|见四周|环顾
look-down: (looks?|glances?|stares?) down|lowers? (his|her|their) (head|eyes|gaze)|baisse (la tête|les yeux)|senkt den
    |baja la (cabeza|mirada)|고개를 (숙|떨)|うつむ|俯|低头
look-up: (looks?|glances?|stares?) up|lève (la tête|les yeux)|blickt auf|levanta la (cabeza|mirada)|올려다|고개를 들|見上|顔を上
    |抬头
smile: \bsmil(es?|ing)\b|\bgrins?\b|\bbeams?\b|sourit|lächelt|sonríe|미소|웃(는|으|어|고)|微笑|笑
turn: \bturns?\b|se (re)?tourne|dreht|se (gira|vuelve)|돌아(보|본|서|선)|振り(返|向)|转(身|过)
walk: \b(walk|run|come|go|cross|enter|exit|leave|approach|step|pass|stop|stroll|rush|hurr|
    move|pace|arrive|wait|stand|look|watch|star|glanc|gaz|
    listen|stud|fac|eye|paus|hesitat)\w*
    |marche|court|entre|sort|s'approche|s'arrête|attend|regarde|écoute|geht|läuft|kommt|bleibt|wartet|blickt|schaut|sieht|hört
    |camina|corre|entra|sale|espera|mira|escucha|걷|걸어|뛰|달|들어|나가|나간|다가|멈|서 ?있|기다|바라|쳐다|듣|歩|走
    |入|出|近づ
    |止ま|立って|待|見|聞|走|进|停|站|等|看|听
"""
_TABLE = tuple((name, re.compile(words, re.IGNORECASE)) for name, words in entries(_WORDS))


def named(text: str) -> tuple[str, ...]:
    """The gestures that an action's words ask for, in the order of the words; `business` when they ask for none that is known."""
    found: list[tuple[int, str]] = []
    taken: list[tuple[int, int]] = []
    for name, words in _TABLE:
        if (m := words.search(text)) and not any(a < m.end() and m.start() < b for a, b in taken):
            found.append((m.start(), name))
            taken.append(m.span())
    if "look-down" in {n for _, n in found} or "look-up" in {n for _, n in found}:
        found = [f for f in found if f[1] != "walk"]
    doing = [f for f in found if f[1] not in ("walk", "turn")]
    return tuple(name for _, name in sorted(doing or found))[:3] or ("business",)
