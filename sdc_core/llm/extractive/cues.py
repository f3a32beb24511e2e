"""Words that tell what kind of sentence it is: work, greeting, noise, guess; tables, not branches.

What names a problem stands in `problem_cues`.
"""

import re


def words_of(text: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(text.split())


# What a technician did, as the first word of a sentence ("Replaced the drum").
ACTION_VERBS = words_of(
    """added adjusted built applied archived assigned blocked changed cleaned cleared cloned
    closed configured connected converted copied created cut brought fitted gave put sent took
    laid deleted deployed disabled
    disconnected enabled ended expanded extended fixed flushed forced formatted found
    freed granted imaged imported issued installed inspected isolated joined killed made
    mapped migrated moved opened ordered patched plugged powered pulled purged pushed ran
    re-added re-mapped readded rebooted rebuilt recovered recreated redirected reduced
    registered reimaged reinstalled reinstated relocated remapped removed renamed renewed
    repaired replaced replugged reran reseated reset restarted restored resynced rolled
    revoked rotated scanned set shared signed started stopped swapped switched synced
    tested tightened traced transferred turned unblocked uninstalled unjoined unlocked
    updated updating upgraded verified wiped whitelisted wrote"""
)

GREETINGS = re.compile(
    r"""^(?:
      (?:hi|hello|hey|hej|hallo|hola|moin|yo|bonjour|dear|liebe[rs]?|respected|guten\s(?:tag|
        morgen)|
        good\s(?:morning|afternoon|evening|day)|morning)\b
        (?:[^,.!:;]{0,30}[,!:;])?
      | while\si\shave\syou:? | reported: | as\sasked: | \d{1,2}:(?=\s) | they\ssaid\b(?=\s\w+\s\w+)
      | (?:father|sir|madam|guys|folks|(?-i:[A-Z][a-z]+)),\s(?=(?:the|we|i|you|it|your|can|could|
          quote|please|is|there|this|that|one)\b)
      | (?:re|fwd?|aw|wg|alert|ticket|subject|issue|problem|note|update|external|urgent|fyi|
          planned)\s*:
      | \[(?!SECRET\])[^\]]*\] | ticket\s*\#?\d+\s*[:-]
      | (?:yes|no|nope|yeah|yep|ok|okay)\b[,!.:] | (?:ok|okay)\s(?=so\b|it\b|the\b|i\b|we\b)
      | (?:alright|well|so|and|but|also|then|now|anyway|actually|basically|oh|
         finally|hmm|sorry|unfortunately|however|apparently)\b(?:,|(?=\s[^,]*$))
      | (?:this\sis|it'?s)\s\w+(?=\s(?:from|i|im|i'm|my|we|our)\b)
      | (?:just\s)?(?:wanted|writing|letting\syou\sknow|so\syou\sknow)\b
        (?:\sto\slet\syou\sknow)?(?:\sthat)?
      | (?:also\s)?for\sthe\slog\s*: | note\sfor\sus\s*: | internal\s*:
      | (?:working|work)\s(?:for|at|on)\s[^:.]{2,50}:
      | [-\u2013\u2014*\u2022>.,:;!)\s]+
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
# Beginnings that a title can do without.
FILLERS = re.compile(
    r"""^(?:
      while\si\shave\syou:? | reported: | as\s(?:asked|agreed|discussed\s\w+)[:,] | \d{1,2}:(?=\s)
      | (?:as\s)?correction\b[^-:.]{0,30}[-:]
      | (?:the\s)?(?:\w+\s)?(?:user|front\sdesk|partner|patient|pt|cust|sir|madam|guest|tenant|
          customers\s[\w\s]{0,20}?)
        \s(?:told|says?|said|called|are\stelling|is\stelling|wants)\s(?:that\s)?(?=\w+\s\w+)
      | (?:the\s)?actual\sthing\swas\b(?:\sthat)? | (?:in\sreality|in\sthe\send|correction)\b,?
      | (?:first(?!\sfloor)|then|secondly|second(?=,)|first\sof\sall)\b,?\s(?=\w+\s\w+\s\w+)
      | (?:so\s)?(?:we|they|i)\shave\s(?=\w+\s(?:\w+\s)?(?:starting|joining|coming|leaving)\b)
      | (?:the\s)?\w+\s(?:informs|tells|told|assures)\s(?:me|us)\s(?:that\s)?(?=\w+\s\w+\s\w+)
      | (?:and\s)?(?:my\s(?:wife|husband|boss)|somebody|people)\ssays?\s
      | (?:dear\s)?(?:sir|madam|respected\ssir)\b,?
      | (?:three|two|both)\s(?:of|trifles|things)\b[.:]
      |
      (?:the\s)?(?:client|user|customer|caller|end\suser|contact)\s
        (?:says|said|reports|reported|states|called(?:\sin)?|advised|complains|is\sreporting)\b
        (?:\s(?:that|and\s(?:says|said)))?
      | (?:can|could|would|will)\s(?:you|someone|somebody|u)\b(?:\splease|\skindly)?
      | (?:please|pls|plz|kindly)\b | go\sahead\sand\b
      | it\s(?:seems|looks|appears)\b(?:\s(?:that|like))? | (?:seems|looks)\slike\b
      | (?:so|and|but|also|then|now)\b,?
      | (?:we|i)\s(?:have|am\shaving|are\shaving|'m\shaving|got|get|just\sgot)\b
        (?=\s(?:an?|some|no|the|problems?|trouble|issues?)\b)
      | i'?m\shaving\b | we'?re\shaving\b | there\s(?:is|are)\b
      | (?:i|we)\s(?:noticed|see)\b(?:\sthat)?
      | (?:ever\s)?since\sthen\b,?
      | (?:this\smorning|today|yesterday|last\snight)\b(?!\s(?:by|at|in|for|with)\s),?
      | (?:chk|check|find\sout|look|see)\swhy\s(?=\S+\s)
      | (?:an?|some)\s(?=(?:issue|problem|error|trouble)s?\b) | \([^)]*\)(?=\s)
      | (?:i|we|they|he|she|it|you|everyone|everybody)\s(?:all\s|only\s|just\s|now\s|always\s)*
        (?:gets?|got|have|has|had|sees?|saw|makes?|shows?|gives?)\s(?:only\s|just\s)?
        (?:told\sthat\s)?(?=(?:an?|the|full|errors?|no|only|nothing)\b)
      | (?:an?|the)\s(?=(?:\w+\s){0,2}(?:page|screen|message|picture|error|banner|popup|mail|
        noise)\b)
      | (?:it\s)?turn(?:s|ed)\sout(?:\s(?:that|to\sbe|it\swas))?\b |
        (?:the\s)?(?:root\s)?cause\s(?:was|is)\b
      | (?:the\s)?(?:real\s)?(?:problem|issue|question)\s(?:was|is|here\sis)\b(?:\s(?:that|with))?
      | (?:what|real|only|one|another|next|my|the|question|
        issue)\b[^:.]{0,35}:\s(?=\w+\s\w+\s\w+\s\w+)
      | (?:i|we)\s(?:also\s|just\s|have\s)*(?=(?:put|left|lost|gave|clicked|typed|opened|bought|
        spil\w+|
          dropped|deleted|forgot|broke|entered)\b)
      | why\s(?:does|do|is|are|did|can(?:'t)?)\b
      | (?:they|he|she|people|customers)\s(?:tells?|told|say|said)\s(?:(?:me|us)\s)?(?:that\b)?
      | (?:note|notice|be\s(?:informed|advised|aware))\s(?:that\b)? | (?:quick|one|
        another)\s(?:thing|
        question)\b[^:,.]*[:,]
      | (?:i|we)\s(?:think|believe|guess|suspect|know|hear|heard|am\safraid|noticed)\b(?:\sthat)?
      | (?:good|bad)\snews\b[:,]? | (?:as|like)\s(?:discussed|i\ssaid|you\sknow)\b[^,]*,
      | (?:since|after|before|during|on|at|from|until|by)\s[^,]{3,45},\s(?=\w+\s\w+\s\w+)
      | (?:my|our|their|his|her|your)\s(?=\w+\s\w+\s\w+)
      | (?:also\s)?for\s(?:the\slog|us)\b:? | note\sfor\sus\b:? | internal\b: | (?:next|
        new)\s(?:job|one)\b[.:]
      | (?:just\s)?remoted\sin(?:to)?\b[^,]*,
      | (?:since|after|before|during|on|at|with)\s(?:(?:the|this|last|that|his|her|my|
        our)\s)?\w+\s(?:\w+\s){0,2}
        (?=(?:two|three|four|all|none|both|every|nobody|nothing|no\sone)\s)
      | (?:further\sto|as\sper|regarding|concerning|following|about)\s(?:our|the|your|my)\s\w+
        (?:\s(?:call|mail|email|chat|visit))?,?\s(?=\w+\s\w+\s\w+)
      | (?:i|we)\s(?:can|must|have\sto|wanted\sto|would\slike\sto|need\sto|am\swriting\sto|
        write\sto)\s
        (?:confirm|say|tell|report|ask|inform|let\syou\sknow|mention)(?:\syou)?(?:\s(?:that|
        about))?\b
      | says\s(?:that\s)?(?=\w+\s\w+\s\w+)
      | (?:says?|said|claims?|complains?|tells\s(?:me|us)|told\s(?:me|us))\s(?:that\s)?
        (?:there\s(?:is|are)\s)?(?=(?:the|an?|it|his|her|their|my|our|\d+)\b)
      | (?:working|work|log|was|is|am)\s(?:for|at|over\sat|in|on)\s[^:.]{2,50}:
      | (?:i|we)\s(?:have|had|did|do|was|were|am|are)\s(?=(?:not|never|no)\b)
      | (?:i|we|she|he|they)(?:'d|\swould)\slike\s(?:to\s(?:have|get)\s)?(?=\w+\s\w+)
      | (?:since|after)\s(?:(?:his|her|their|your|our|the|my)\s\w+|\w+day)\s(?=(?:none|the|my|
        our|all|no)\b)
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
# What somebody means to look at is neither the fault nor the work done.
IMPERATIVES = re.compile(
    r"^(?:(?:please |kindly )?do(?: not|n'?t)|go ahead|review|investigate|verify|inspect|check|"
    r"follow[ -]?up|call|ask|confirm|look|monitor|see|"
    r"test|order|schedule|document)\b",
    re.IGNORECASE,
)
# What a technician does to find out or to be sure: work, but seldom the work that counts.
CHECKS = words_of(
    "checked compared confirmed looked measured pinged ran tested traced verified waited"
)
# Past forms at the start of a sentence that tell of no work.
STATES = words_of(
    "attached continued expected needed noticed received related reported scheduled unexpected"
)
# How a job begins; the same sentence often goes on to name the fault.
ARRIVALS = words_of("arrived called dialed dialled logged remoted visited worked went")

# What is to be prevented, or true of anybody, is no fault that was met.
PURPOSES = re.compile(
    r"\b(?:(?:so (?:that )?\w+ (?:can'?t|cannot|don'?t|won'?t)|you (?:can'?t|cannot|don'?t))\b.*|"
    r"(?:no|without)(?: any| more)?(?: \w+)? (?:errors?|issues?|problems?|faults?|prompts?|loss)\b|"
    r"nothing (?:new|else|found|unusual|wrong|to)\b)",
    re.IGNORECASE,
)
# Ends that a title can do without.
TAILS = re.compile(
    r"[,;.\s]+(?:(?:i'?m |we'?re )?(?:working|looking) (?:on|into|at) it|"
    r"works?(?:ing)? (?:now|fine|again)|right now|please (?:help|advise|assist|fix)|any ideas?|"
    r"thank(?:s| you).{0,20}|can you help.{0,20})[\s.!?]*$",
    re.IGNORECASE,
)

# What somebody took for the fault, and what turned out not to be it.
BELIEFS = re.compile(
    r"\b(?:(?:was|were|is|am|are) (?:sure|certain|convinced|afraid)|thought|thinks|believed|"
    r"suspected|"
    r"assumed|feared|blamed|swears|might be|may be|maybe|perhaps|not sure|there was no|"
    r"scanned (?:it )?(?:with|for)|looks fine|(?:is|are|was|were) (?:fine|ok|okay|clean|good))\b",
    re.IGNORECASE,
)
# What takes back what was said before.
CORRECTIONS = re.compile(
    r"\b(?:never ?mind|forget (?:about )?(?:it|that|the|my)|scratch that|ignore (?:my|the|"
    r"that|it|this)|"
    r"false alarm|no need for|figured it out|"
    r"sorted (?:itself|that)|solved itself|fixed itself|no wait|wait,? no|disregard|"
    r"(?:that|this) (?:one )?(?:is|was) (?:solved|done|fixed|my (?:fault|mistake)))\b",
    re.IGNORECASE,
)
# What names the fault when nobody had seen it before.
CAUSES = re.compile(
    r"\b(?:turn(?:s|ed) out|root cause|the cause|cause (?:was|is)|caused by|culprit|it was the|"
    r"reason (?:was|is)|the real|the slow thing|because of|was due to|is due to|in fact|"
    r"actually)\b",
    re.IGNORECASE,
)
# Work that changed nothing: true, and not what helped.
IN_VAIN = re.compile(
    r"\b(?:(?:no|without) (?:change|luck|effect|success|difference)|same (?:result|error|issue|"
    r"thing)|"
    r"did ?n[o']?t help|nothing (?:new|found|changed)|(?:, |and )nothing|, still|"
    r"still (?:the same|not|no|"
    r"fails?|slow))\b",
    re.IGNORECASE,
)
# Words that add nothing: a title of ten words has no room for them.
EMPTY_WORDS = words_of(
    "just really actually basically literally simply somehow kinda totally please"
)

NOISE = re.compile(
    r"""\b(?:
      caller|thanks?|thank\syou|thx|cheers|regards|sincerely|hope\s(?:you|this|all)|
      have\sa\s(?:good|great|nice)|
      let\s(?:me|us)\sknow|sounds\sgood|no\sproblem|you'?re\swelcome|appreciate|talk\ssoon|
      see\sattached|attached\s(?:is|are)|call\sme|get\sback\sto\s(?:me|you)|
      when\syou\sget\sa\s(?:chance|moment)|go\sahead|any\s?time|before\snoon|at\sthe\sdesk|
      works?\s(?:now|fine|great|again)|working\s(?:now|again|fine)|all\sgood|confirmed|
        standing\sby|noted|
      logged|got\sit|understood|on\sit|looking\sinto|will\s(?:look|check|call|follow|get)|
      left\s(?:a\s)?(?:voicemail|message|vm)|scheduled|appointment|time\sentry|bill(?:ed|able|
        ing)?|invoiced?|
      minutes|hours?|ticket\s(?:closed|resolved)|clos(?:e|ed|ing)\s(?:the\s|this\s)?ticket|
      sent\sfrom\smy|unsubscribe|confidential|disclaimer|which\sone|what\serror|log\s(?:things|
        entry|it)|
      not\surgent|no\s(?:rush|hurry|action)|no\sneed\sfor|in\sgeneral|take\syour\stime|whenever\syou\b|sorry\sto
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
FUTURE = re.compile(
    r"\b(?:still to do|to ?do|will(?! not)|need(?:s|ed)? to|next (?:step|visit|week)|should|"
    r"follow[ -]?up|waiting|pending|tomorrow|going to|plan(?:s|ned)? to|not urgent|if)\b",
    re.IGNORECASE,
)
STOP_WORDS = words_of(
    """a about after again all also am an and any are as at be because been before being but by
    can could did do does doing done down for from further get got had has have having he
    her here hers him his how i i'm i've if in into is it it's its just like me more my
    need needs no nor not now of off ok on once only or other our out over own please same
    she should so some such than thanks that the their them then there these they this
    those through to too under until up us very was we were what when where which while
    who why will with would you your"""
)
# Never the last word of a title.
DANGLING = (STOP_WORDS | {"soon", "not", "no"}) - words_of(
    "down off out up again us them it me him her here now only there once more same yours ours"
)
PHRASE_STARTS = words_of(
    """about after at before by for from in into on over via than since through to under until when
    where which while who with without and but or so because that bc w/ ever though till til fr @
    +"""
)
