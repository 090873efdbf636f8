"""The wording of what stands around an article: page furniture, and remarks about the document."""

from __future__ import annotations

import re

FURNITURE = re.compile(
    r"""^(?:
      personali[sz]e(?:\syour\sexperience)?
    | help\sus\s(?:to\s)?(?:tailor|improve|personali[sz]e)\b.*
    | which\s(?:best\s)?describes\syou\b.*
    | (?:view|read|see)\s(?:our\s|the\s|full\s)*(?:editorial|privacy|cookie|advertising|review)
      \s(?:policy|policies|process|standards)
    | (?:privacy|cookie)\s(?:policy|notice|settings|preferences) | terms\s(?:of\s(?:use|service)|(?:and|&)\sconditions)
    | (?:we|this\s(?:web)?site)\suses?\scookies\b.* | (?:accept|reject|manage)(?:\sall)?\scookies
    | (?:please\s)?(?:sign|log)\s?(?:in|up|out)\b.{0,60} | register(?:\snow|\sfree)?
    | create\s(?:an\s|your\s)?(?:free\s)?account\b.*
    | (?:please\s)?subscribe\b.* | (?:join|get|sign\sup\sfor)\sour\s(?:free\s)?newsletter\b.* | newsletter
    | share(?:\s(?:this(?:\s(?:article|page|post))?|on|via)\b.{0,40})? | follow\sus\b.* | tweet | like\sus\son\b.*
    | (?:back|return)\sto\s(?:top|home)\b.{0,20} | skip\sto\s(?:main\s)?content
    | (?:toggle|open|close)\s(?:the\s)?(?:navigation|menu|search)
    | (?:main\s)?menu | home | search(?:\sthis\ssite)? | print(?:\sthis\s(?:page|article))?
    | e-?mail\s(?:this|to\sa\sfriend)\b.*
    | download\s(?:the\s)?(?:pdf|app|article)\b.{0,30} | advertis(?:ement|ing) | sponsored(?:\scontent)?
    | (?:read|learn|show|see|view)\s(?:more|less|all)\b.{0,30}
    | (?:related|recommended|popular|trending)\s(?:articles?|posts?|reading|topics|questions)
    | (?:you\smay\salso\slike|next\sarticle|previous\sarticle|continue\sreading)\b.{0,60}
    | (?:do\syou\s)?have\s(?:a\sfollow-?\s?up\s|another\s|any\s|a\s|more\s)*questions?\b.{0,60}\?.{0,40}
    | ask\s(?:a|any|your|another|our)\s(?:\S+\s){0,3}questions?\b.*
    | was\sthis\s(?:article|page|answer|information)?\s?helpful\b.* | rate\sthis\b.*
    | leave\sa\s(?:comment|reply) | (?:add|post)\sa\scomment
    | try\s(?:it\s)?(?:now|free|for\sfree)\b.* | get\sstarted\b.* | click\s(?:here|below)\b.*
    | loading\s?(?:\.{3}|…)?
    )[.!]?$""",
    re.I | re.X | re.S,
)
# Said of a product to those who might use it. Two of them make a line an advertisement.
ADVERTISING = re.compile(
    r"\b(?:our\s(?:medical\s)?(?:a\.?i\.?|app|platform|product|newsletter|service)\b|world-class|award-winning|instant(?:ly)?|"
    r"trusted\sby|used\sby\s(?:\S+\s){0,5}(?:doctors|clinicians|physicians|professionals|people)|ask\sany\b|sign\sup|try\sit|for\sfree|"
    r"join\s(?:thousands|millions|us)|top\sresearch\sinstitutions|around\sthe\sworld|guideline-backed)",
    re.I,
)
ABOUT = re.compile(
    r"""\b(?:last\s(?:updated|reviewed|modified|revised)|(?:date\s)?(?:updated|published|revised|reviewed)(?:\son|\sdate)?\s*[:,]|publication\sdate|
    (?:medically\s|fact\s|peer\s)?(?:reviewed|checked|written|edited|approved)\sby|reviewed\sfor\s(?:medical\s)?accuracy|
    (?:medical|editorial|scientific)\s(?:advisory\s)?(?:board|team|reviewer)|review\sstatus|
    (?:pending|awaiting|under|undergoing)\s(?:\w+\s){0,2}(?:human\s|peer\s|editorial\s|medical\s|expert\s)?review\b|
    educational\s(?:purposes?|use)\s*(?:only)?|for\seducational|informational\spurposes|for\s(?:\w+\s){0,3}professionals\sonly|
    not\s(?:intended\s(?:as|to\s(?:be|replace))|a\ssubstitute|(?:constitute\s)?medical\sadvice)|assumes?\sno\s(?:liability|responsibility)|
    disclaimer|copyright|all\srights\sreserved|©|published\sby|publisher\s*:|conflicts?\sof\sinterest|licen[cs]ed?\sunder|creative\scommons)""",
    re.I | re.X,
)
FIELD = re.compile(
    r"(?:authors?|by|date|doi|pmid|pmcid|isbn|issn|licen[cs]e|key\s?words?|sources?|url|sha|published|updated|revised|accepted|received|"
    r"version|correspondence|affiliations?|publisher|journal|citation|status|language|edition|category|tags?|specialty|audience)\s*[:=]|"
    r"(?:https?://|www\.|doi:\s?10\.)\S+$|by\s[A-Z]\S+(?:\s[A-Z]\S*){1,4}$|\d{4}-\d\d-\d\d$",
    re.I,
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
DATE = (
    rf"(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}|"
    rf"\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}|{MONTH}\s+\d{{4}}|\d{{4}})"
)
DATED = re.compile(
    rf"\b(last\s+(?:updated|reviewed|modified|revised)|updated|reviewed|revised|modified|published|publication\s+date|"
    rf"approved|issued|written|(?<!review\s)(?<!expiry\s)date)\b(?:\s+(?:on|in|date|online))?\s*(?:[:,–-]\s*)?({DATE})",
    re.I,
)
STAGE = re.compile(r"\s*(?:under|in|pending|awaiting)\s+(?:\w+\s+)?review\s*", re.I)
# Characters.
LONG = 400
INVITATION = re.compile(
    r"(?:follow-?\s?up\squestion|questions?\?|newsletter|subscribe|stay\s(?:informed|up\sto\sdate)|get\sstarted|share|feedback)",
    re.I,
)


def is_furniture(words: str) -> bool:
    """Whether a line outside the article's body is a part of the page and not of the document."""
    said = " ".join(words.split())
    return FURNITURE.match(said) is not None or len(set(map(str.casefold, ADVERTISING.findall(said)))) >= 2


def is_about(words: str) -> bool:
    """Whether a line outside the article's body says something of the document itself."""
    said = " ".join(words.split())
    if is_field(said):
        return True
    # In a long paragraph one such word may be the article's own subject.
    return len(set(map(str.casefold, ABOUT.findall(said)))) > (len(said) >= LONG)


def is_field(words: str) -> bool:
    """Whether a line is one particular of the document: "DOI: …", "By Ann Bee", an address."""
    return FIELD.match(words) is not None and len(words) < LONG


def is_stage(words: str) -> bool:
    """Whether a line names a stage of review and nothing else."""
    return STAGE.fullmatch(words) is not None
