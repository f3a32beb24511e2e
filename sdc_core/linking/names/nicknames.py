"""Short forms of first names, each with the names it may stand for.

Common English short forms, written down from general knowledge; no list was copied. A short form
may stand for several names, so two names are one person's only if the rest agrees.
"""

_SHORT_FORMS = """
abby abigail | al albert alan alfred alexander | alex alexander alexandra alexis | andy andrew
angie angela | annie ann anna anne | art arthur | barb barbara | barry bernard | becky rebecca
ben benjamin benedict | bernie bernard bernadette | bert albert herbert robert | beth elizabeth
betsy elizabeth | betty elizabeth | bev beverly | bill william | billy william | bob robert
bobby robert | brad bradley | bud william | carrie caroline carolyn | cathy catherine
charlie charles charlotte | chet chester | chip charles | chris christopher christine christina
chuck charles | cindy cynthia lucinda | cliff clifford | connie constance | curt curtis
dan daniel | danny daniel | dave david | deb deborah debra | debbie deborah debra | della adelaide
denny dennis | dick richard | don donald | donnie donald | dot dorothy | dottie dorothy
doug douglas | drew andrew | ed edward edwin edmund edgar | eddie edward edwin edmund
ellie eleanor ellen | em emily emma | fran frances francis | frank francis franklin
fred frederick alfred | freddie frederick | gabe gabriel | gary gareth | gene eugene
geoff geoffrey | gerry gerald gerard geraldine | ginny virginia | greg gregory | gus augustus
hal henry harold | hank henry | harry henry harold | howie howard | ike isaac | jack john
jackie jacqueline | jake jacob | jamie james | jan janet janice | jeff jeffrey geoffrey
jen jennifer | jenny jennifer jane | jerry gerald jerome jeremy | jess jessica jesse | jim james
jimmy james | jo joanne josephine | joe joseph | joey joseph | johnny john | jon jonathan
josh joshua | judy judith | kate katherine catherine | kathy katherine kathleen catherine
katie katherine kathleen | ken kenneth | kenny kenneth | kim kimberly | kris kristine kristen
larry lawrence laurence | len leonard | lenny leonard | leo leonard | les leslie lester
lew lewis | lexi alexandra alexis | lisa elizabeth | liz elizabeth | lou louis louise
lucy lucille lucinda | maggie margaret | mandy amanda | marge margaret marjorie
marty martin martha | matt matthew | max maxwell maximilian | meg margaret megan
mel melvin melissa
mick michael | mickey michael | mike michael | milly mildred millicent | missy melissa
mitch mitchell | molly mary | nancy ann | nate nathan nathaniel | ned edward edmund
nell eleanor helen ellen | nick nicholas | nicky nicole nicholas | norm norman | pam pamela
pat patrick patricia | patty patricia | peg margaret | peggy margaret | penny penelope
pete peter | phil philip phillip | polly mary | randy randall randolph | ray raymond
reg reginald | rich richard | rick richard frederick eric | ricky richard | rob robert
robbie robert | rod rodney roderick | ron ronald | ronnie ronald veronica | rosie rose rosemary
roy leroy | russ russell | sally sarah | sam samuel samantha | sandy sandra alexander
shelly michelle rochelle | sid sidney | stan stanley | steph stephanie | steve steven stephen
stu stuart stewart | sue susan suzanne | susie susan | suzy susan | tammy tamara
ted theodore edward | teddy theodore edward | terry terence teresa theresa | theo theodore
tim timothy | tina christina | toby tobias | tom thomas | tommy thomas | toni antoinette
tony anthony | tracy theresa | trish patricia | val valerie | vern vernon | vic victor
vicky victoria | vince vincent | viv vivian | wally walter wallace | walt walter | wes wesley
will william | willie william | winnie winifred | woody woodrow | zach zachary
"""


def _by_short_form(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for part in text.replace("\n", " | ").split("|"):
        short, *full = part.split() or [""]
        if full:
            found[short] = found.get(short, frozenset()) | set(full)
    return found


NICKNAMES = _by_short_form(_SHORT_FORMS)


def may_be_one_name(one: str, other: str) -> bool:
    """Whether two first names may be of one person: equal, a short form, or an initial."""
    if one == other or not (one and other):
        return one == other
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    forms = {one} | NICKNAMES.get(one, frozenset())
    return not forms.isdisjoint({other} | NICKNAMES.get(other, frozenset()))
