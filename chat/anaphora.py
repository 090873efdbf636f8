"""Sentences that point back at the one before them: "It is treated with dapsone.", "Otherwise, halve the dose."

Said alone they speak of whatever the question was about, and so may say what their document does not.
"""

from __future__ import annotations

import re

_LINKING = (
    r"(?:(?:however|but|and|also|then|thus|therefore|moreover|furthermore|in addition|in general|for example|for instance|as a rule|"
    r"as a result|usually|often|sometimes|still|yet|by contrast|in contrast|instead|nevertheless|rarely|occasionally|fortunately)\W+){0,2}"
)
_BEFORE_IT = (
    r"(?:(?:in|for|of|with|after|at|to|on|by|from|under|among|during|before|until|without|because of|due to|despite|besides|"
    r"apart from|if|when|where|once|as|unless|since|while|although|most of|some of|many of|all of|each of|none of|one of|"
    r"half of|both of|neither of|either of|only|even) )?"
)
_TEXT = (
    r"articles?|pages?|documents?|guidelines?|guidance|leaflets?|booklets?|information|text|website|site|handout|chapter|review|fact ?sheet|"
    r"summary|protocol|policy|pathway|resource|material|publication|content|brochure|section|advice|work|license|licence"
)
_EXPLETIVE = (
    r"important|possible|impossible|necessary|unnecessary|recommended|advised|advisable|known|unknown|unclear|clear|likely|unlikely|best|"
    r"better|common|essential|vital|crucial|reasonable|helpful|useful|worth|worthwhile|estimated|thought|believed|suggested|normal|usual|"
    r"safe|safer|easy|difficult|hard|good|sensible|wise|tempting|rare|too early|uncertain|assumed|agreed|established|rarely|not|often|"
    r"sometimes|usually|generally|also|therefore|very|most|more|still|now|always|never|certain|true|preferable|customary|standard|enough"
)
_POINTING = (
    rf"(?:it|it['’]s)\b(?! (?:is|was|may be|can be|might be|seems|remains|has been|has not been|would be|will be)(?: (?:{_EXPLETIVE}))+"
    r"(?: (?:for|in|if) [^,.;]{1,40}?)? (?:to|that|whether|how|why|when|if|which|what)\b)(?! takes\b[^.;]* (?:to|for|until|before)\b)|"
    rf"(?:this|that|these|those)\b(?! (?:{_TEXT})\b)(?! (?:who|whose|with|without|in|at|on|aged|over|under|above|below|taking|having|of|that|"
    r"which|from|undergoing|receiving|being|living|not|already|younger|older|at)\b)|"
    r"its|they|them|their|theirs|he|she|his|her|hers|such(?! as)|others?(?= (?:are|is|were|include|may|can|have|do|will|need)\b)|"
    r"both(?= (?:are|were|have|can|may|should|must|will|need|do|reduce|increase|cause|act|work|require|of (?:these|them)|drugs|groups|forms|"
    r"types|methods|tests|treatments|conditions)\b)|neither|the (?:latter|former|other|others|rest|remainder)|"
    r"otherwise|if so|if not|in that case|even so|even then|only then|likewise|the same (?:applies|holds|is true|goes)"
)
_POINTS_BACK = re.compile(rf"\W*{_LINKING}{_BEFORE_IT}(?:{_POINTING})\b", re.IGNORECASE)


def points_back(sentence: str) -> bool:
    """Whether a sentence opens with what stands for something said before it."""
    return _POINTS_BACK.match(sentence) is not None
