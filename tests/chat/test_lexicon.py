"""What the library's own words teach about a question's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.lexicon import Lexicon
from chat.reading import Reading
from corpus.lexical import terms


def lexicon(*texts: str) -> Lexicon:
    return Lexicon(texts, [frozenset(terms(text)) for text in texts])


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("Is bortezomb neuropathy reversible?", "Is bortezomib neuropathy reversible?"),
        ("bortezomib vs thalidomdie", "bortezomib vs thalidomide"),
        ("Bortezomb?", "Bortezomib?"),
        ("orthsis", "orthosis"),
        ("carfilzomip", "carfilzomib"),
        ("often permanant?", "often permanent?"),
    ],
)
def test_a_slip_of_the_pen_is_repaired(read: Reading, slip: str, meant: str) -> None:
    assert read.lexicon.correct(slip) == meant


@pytest.mark.parametrize(
    "text",
    [
        "What dose of prednisolone?",
        "What dose of gabapentin or pregabalin?",
        "Does ixazomib cause neuropathy?",
        "Which walking shoes should somebody wear outside?",
        "How much does an ankle foot orthosis cost?",
        "What happened when everything else failed?",
        "bort drop foot leg",
        "thalidomid",
        "",
    ],
)
def test_another_drug_and_common_words_are_left_alone(read: Reading, text: str) -> None:
    assert read.lexicon.correct(text) == text


def test_the_beginning_of_a_medicines_name_is_taken_for_it_where_one_alone_begins_so() -> None:
    words = lexicon("Methylprednisolone, clarithromycin and sodium fusidate; prednisolone or prednisone.")
    assert words.worded("Is methylpred or clarithro used?") == "Is methylprednisolone or clarithromycin used?"
    (one,) = words.synonyms("Clarithro?")
    assert (one.asked, one.held) == ("Clarithro", "clarithromycin")
    for left in ("Is predni used?", "Is clar used?", "Is fusid used?", "Is clarithromycine used?"):
        assert words.worded(left) == left


@pytest.mark.parametrize(
    ("short", "long"), [("TNS", "total neuropathy score"), ("AFO", "ankle foot orthosis"), ("tns", "neuropathy score")]
)
def test_an_abbreviation_is_spelled_out_by_the_library(read: Reading, short: str, long: str) -> None:
    expanded = read.lexicon.expanded(f"What is {short}?")
    assert expanded.startswith(f"What is {short} ") and long in expanded.lower()


def test_what_is_read_beside_the_text_has_long_forms_only_of_what_the_text_never_prints() -> None:
    words = lexicon("An ankle foot orthosis (AFO) is worn.", "The total neuropathy score is 12.")
    assert words.worded("Is an AFO worn?") == "Is an AFO worn?"
    assert words.expanded("Is an AFO worn?") == "Is an AFO ankle foot orthosis worn?"
    assert words.worded("What is a TNS of 12?") == "What is a TNS total neuropathy score of 12?"


def test_a_short_word_in_lower_case_is_no_abbreviation() -> None:
    words = lexicon("Give oxygen, open the vessels. Oral prednisolone, oral prednisolone.")
    for put in (words.worded, words.expanded):
        assert put("Can it go without an op?") == "Can it go without an op?"
    assert words.expanded("Is OP given?") == "Is OP oral prednisolone given?"


def test_a_word_of_the_language_is_never_taken_for_a_slip() -> None:
    words = lexicon("The orthosis helps.")
    assert words.correct("ortosis") == "orthosis"
    assert words.correct("ortosis", lambda word: word == "ortosis") == "ortosis"


PAIRS = [
    "hyperkalaemia hypokalaemia",
    "hypernatremia hyponatremia",
    "hyperthyroidism hypothyroidism",
    "hypertension hypotension",
    "hypercapnia hypocapnia",
    "hyperreflexia hyporeflexia",
    "adduction abduction",
    "macrocytic microcytic",
    "dysphasia dysphagia",
    "arteritis arthritis",
    "neuropathy nephropathy",
    "perineal peroneal",
    "cycloserine cyclosporine",
    "nimodipine nifedipine",
    "intermuscular intramuscular",
    "enophthalmos exophthalmos",
    "endocrine exocrine",
    "metatarsal metacarpal",
    "osteoporosis osteopetrosis",
]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_word_of_medicine_is_never_turned_into_another(pair: str) -> None:
    for asked, held in (pair.split(), reversed(pair.split())):
        words = lexicon(f"It is {held} that is spoken of.")
        assert words.correct(f"What of {asked}?") == f"What of {asked}?"


NEIGHBOURS = [
    "ablation",
    "abortion",
    "abrasion",
    "absorption",
    "acidosis",
    "adhesion",
    "adsorption",
    "albumin",
    "alkalosis",
    "amiodarone",
    "amlodipine",
    "amylase",
    "anemia",
    "angina",
    "angiography",
    "angioplasty",
    "anuria",
    "apnoea",
    "arthroplasty",
    "arthroscopy",
    "aspiration",
    "assertion",
    "atenolol",
    "aversion",
    "avulsion",
    "bilirubin",
    "bisoprolol",
    "bradycardia",
    "callus",
    "carbamazepine",
    "cefazolin",
    "cefuroxime",
    "chlorpromazine",
    "cholecystitis",
    "circumcision",
    "cirrhosis",
    "clomipramine",
    "clonazepam",
    "clonidine",
    "clozapine",
    "colitis",
    "colonoscopy",
    "compression",
    "concussion",
    "confusion",
    "congestion",
    "constriction",
    "contortion",
    "contraction",
    "contusion",
    "convulsion",
    "corrosion",
    "creatine",
    "creatinine",
    "cyanosis",
    "cystitis",
    "cystoscopy",
    "decompression",
    "defibrillation",
    "deletion",
    "depletion",
    "depression",
    "desertion",
    "diazepam",
    "diffusion",
    "digestion",
    "dilation",
    "dilution",
    "distortion",
    "diversion",
    "dyspnoea",
    "dysuria",
    "effusion",
    "ejection",
    "elastase",
    "endoscopy",
    "enteroscopy",
    "erosion",
    "eversion",
    "evulsion",
    "excision",
    "exclusion",
    "excretion",
    "exertion",
    "expiration",
    "extension",
    "extraction",
    "fasciculation",
    "ferritin",
    "fibrillation",
    "fibrosis",
    "fixation",
    "flexion",
    "fluctuation",
    "fraction",
    "fracture",
    "fructose",
    "function",
    "fusion",
    "galactose",
    "gastritis",
    "gestation",
    "gingivitis",
    "glimepiride",
    "glipizide",
    "globulin",
    "glucose",
    "glycosuria",
    "hematuria",
    "heparin",
    "hernia",
    "hirudin",
    "humerus",
    "hydralazine",
    "hydroxyzine",
    "ileum",
    "ilium",
    "impression",
    "incision",
    "inclusion",
    "infarction",
    "infection",
    "infliximab",
    "infusion",
    "ingestion",
    "injection",
    "insertion",
    "inspiration",
    "insulin",
    "inulin",
    "inversion",
    "junction",
    "keratitis",
    "ketosis",
    "kyphosis",
    "lactase",
    "lactation",
    "lactose",
    "lamotrigine",
    "lesion",
    "levetiracetam",
    "lipase",
    "lorazepam",
    "lordosis",
    "losartan",
    "malleolus",
    "malleus",
    "mastitis",
    "meningitis",
    "meniscitis",
    "metoprolol",
    "mucous",
    "mucus",
    "myositis",
    "necrosis",
    "nephritis",
    "nephrosis",
    "neuritis",
    "neurosis",
    "occlusion",
    "oliguria",
    "orthopnoea",
    "oxcarbazepine",
    "palate",
    "palpable",
    "palpation",
    "palpitation",
    "parotitis",
    "patella",
    "pepsin",
    "percussion",
    "perfusion",
    "perineum",
    "peritoneum",
    "peritonitis",
    "peroneus",
    "phlebitis",
    "polyuria",
    "prednisolone",
    "prednisone",
    "propranolol",
    "prostate",
    "prostatitis",
    "prostrate",
    "psychosis",
    "ptosis",
    "puncture",
    "pyelitis",
    "pyuria",
    "quinidine",
    "quinine",
    "reaction",
    "reduction",
    "refraction",
    "rejection",
    "renin",
    "rennin",
    "resection",
    "respiration",
    "retention",
    "retraction",
    "retroversion",
    "rituximab",
    "rupture",
    "scapula",
    "sclerosis",
    "scoliosis",
    "secretion",
    "section",
    "sertraline",
    "stenosis",
    "stricture",
    "structure",
    "sucrose",
    "suction",
    "sulcus",
    "suture",
    "tachycardia",
    "tachypnoea",
    "tension",
    "thrombosis",
    "tonsillitis",
    "torsion",
    "torture",
    "traction",
    "tramadol",
    "transferrin",
    "transfusion",
    "trazodone",
    "trypsin",
    "ulcer",
    "uremia",
    "ureter",
    "urethra",
    "uvula",
    "vagina",
    "vagus",
    "valsartan",
    "version",
    "vinblastine",
    "vincristine",
]


@pytest.mark.parametrize("asked", NEIGHBOURS)
def test_none_of_some_hundred_words_of_medicine_is_taken_for_a_slip_in_another(asked: str) -> None:
    words = lexicon(" ".join(word for word in NEIGHBOURS if word != asked))
    assert words.correct(f"What of {asked}?") == f"What of {asked}?"


@pytest.mark.parametrize(
    ("typed", "held"), [("restriction", "reaction"), ("zonstriction", "zonstruction"), ("zomsature", "zomlature")]
)
def test_of_two_words_with_one_ending_another_stem_is_another_word(typed: str, held: str) -> None:
    assert lexicon(f"It is {held} that is spoken of.").correct(typed) == typed


@pytest.mark.parametrize(
    ("slip", "held", "read"),
    [
        ("infartcion", "infarction", "infarction"),
        ("infaction", "infarction", "infarction"),
        ("infarcttion", "infarction", "infarction"),
        ("nintedinab", "nintedanib", "nintedanib"),
        ("pirfeniddne", "pirfenidone", "pirfenidone"),
        ("pirfendne", "pirfenidone", "pirfendne"),
        ("pirfendone", "pirfenidone", "pirfenidone"),
        ("carfalzumib", "carfilzomib", "carfalzumib"),
        ("hypokalemia", "hypokalaemia", "hypokalaemia"),
        ("hypokalaemai", "hypokalaemia", "hypokalaemia"),
        ("neuropaty", "neuropathy", "neuropathy"),
        ("adomen", "abdomen", "abdomen"),
        ("addcution", "abduction", "addcution"),
    ],
)
def test_a_slip_in_a_word_of_medicine_is_repaired_unless_its_beginning_is_turned(
    slip: str, held: str, read: str
) -> None:
    assert lexicon(f"It is {held} that is spoken of.").correct(slip) == read


def test_an_abbreviation_whose_long_form_stands_beside_it_is_left_alone(read: Reading) -> None:
    text = "What is an AFO, an ankle foot orthosis?"
    assert read.lexicon.worded(text) == text


def test_a_printed_definition_outweighs_initials_that_happen_to_fit() -> None:
    words = lexicon("Vast mild pain. Vast mild pain.", "Give bortezomib with melphalan and prednisone (BMP) first.")
    assert words.abbreviations["BMP"] == "bortezomib with melphalan and prednisone"


def test_an_ordinary_word_is_no_abbreviation(read: Reading) -> None:
    for text in ("Is it so that a foot can drop?", "what to do and who is it for"):
        assert read.lexicon.worded(text) == text


def test_what_stands_in_fewer_passages_is_rarer(read: Reading) -> None:
    common, rare, absent = (read.lexicon.rarity(terms(word)[0]) for word in ("neuropathy", "carfilzomib", "gabapentin"))
    assert common < rare < absent
    assert read.lexicon.knows(terms("carfilzomib")[0]) and not read.lexicon.knows(terms("gabapentin")[0])


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=80))
def test_whatever_is_typed_is_read_without_an_error(read: Reading, text: str) -> None:
    read.lexicon.worded(read.lexicon.correct(text))
