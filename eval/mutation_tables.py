"""What a mutation changes into what: the tables of `eval.mutate`."""

from __future__ import annotations


def _pairs(table: str) -> tuple[tuple[str, str], ...]:
    entries = (entry.partition(" -> ") for line in table.splitlines() for entry in line.split("; ") if entry.strip())
    return tuple((old.strip(), new.strip()) for old, _, new in entries)


_DRUGS = """
warfarin amiodarone rifampicin salbutamol prednisolone metformin sitagliptin empagliflozin sumatriptan
propranolol enoxaparin argatroban protamine alteplase aspirin omeprazole clopidogrel pantoprazole
latanoprost timolol acetazolamide thalidomide bortezomib carfilzomib melphalan prednisone dexamethasone
doxorubicin cyclophosphamide heparin insulin ibuprofen paracetamol naproxen amoxicillin doxycycline
azithromycin ciprofloxacin vancomycin gentamicin methotrexate rituximab infliximab adalimumab ramipril
lisinopril losartan amlodipine bisoprolol atorvastatin simvastatin furosemide spironolactone digoxin
gabapentin pregabalin duloxetine amitriptyline sertraline fluoxetine haloperidol morphine tramadol
ketamine lidocaine levothyroxine tamoxifen lenalidomide ixazomib fluconazole aciclovir oseltamivir
levodopa lithium allopurinol colchicine apixaban rivaroxaban dabigatran liraglutide pioglitazone
gliclazide valproate phenytoin levetiracetam carbamazepine
"""
DRUGS = tuple(_DRUGS.split())
_CONDITIONS = """
atrial fibrillation
deep vein thrombosis
heart failure
ischaemic stroke
ischaemic heart disease
rheumatoid arthritis
multiple myeloma
peripheral neuropathy
cellulitis
osteomyelitis
sepsis
asthma
migraine
epilepsy
pneumonia
osteoporosis
reflux
heart block
angle closure
hypertension
diabetes
psoriasis
glaucoma
gout
anaemia
lactic acidosis
postural hypotension
pancreatitis
cirrhosis
"""
CONDITIONS = tuple(_CONDITIONS.strip().splitlines())
UNITS = _pairs(
    r"""
    mg/kg -> mg/m²; mg/m² -> mg/kg; mg -> g; g -> mg; µg|mcg -> mg; mL/min -> L/min; mL -> L; mmHg -> kPa
    minutes -> hours; hours -> days; days -> weeks; weeks -> months; months -> years; years -> months
    % -> ‰; °C -> °F; IU -> mg; mmol/L -> µmol/L; cm -> mm; mm -> cm
    """
)
"""Units after a number; the first is a pattern."""
FREQUENCIES = _pairs(
    """
    once daily -> twice daily; twice daily -> once daily; once a day -> three times a day
    twice a day -> once a day; once a week -> once a day; once weekly -> once daily
    twice weekly -> twice daily; three times a week -> three times a day; once a year -> once a month
    daily -> weekly; weekly -> monthly
    """
)
"""How often."""
DIRECTIONS = _pairs(
    """
    increases -> decreases; increase -> decrease; increased -> decreased; raises -> lowers; lowers -> raises
    reduces -> increases; reduced -> increased; reduce -> increase; reduction -> increase; higher -> lower
    lower -> higher; reversible -> irreversible; permanent -> temporary; permanently -> temporarily
    mild -> severe; moderate -> mild; severe -> mild; acute -> chronic; before -> after; after -> before
    contraindicated -> recommended; recommended -> contraindicated; avoided -> encouraged
    encouraged -> avoided; oral -> intravenous; intravenous -> oral; intravenously -> orally
    orally -> intravenously; subcutaneous -> intramuscular; subcutaneously -> intramuscularly
    systolic -> diastolic; evening -> morning; intact -> broken; stop -> start; stopped -> started
    started -> stopped; continued -> stopped; continue -> stop; older -> younger; improve -> worsen
    early -> late; high -> low; low -> high; safer -> less safe; better -> worse; partial -> full
    """
)
"""Words turned round."""
COMPARATORS = _pairs(
    """
    at least -> at most; at most -> at least; no more than -> no less than; more than -> less than
    less than -> more than; above -> below; below -> above; over -> under; under -> over; up to -> at least
    ≥ -> <; ≤ -> >; < -> >; > -> <; or more -> or less; or less -> or more; exceeds -> is below
    maximum -> minimum
    """
)
"""Bounds turned round."""
WIDENED = _pairs(
    r"""
    \bsome\b -> all; \bmost\b -> all; \bmany\b -> all; \boften\b -> always; \busually\b -> always
    \bmostly\b -> always; \brarely\b -> often; \bmay be\b -> is always; \bcan\b -> will always
    \bmay\b -> will always; \bpartially\b -> completely; \bsometimes\b -> always
    \bselected patients\b -> all patients; \bpossible\b -> always possible
    \bis associated with\b -> always causes; \bsuggests\b -> proves
    \bshould be considered\b -> must be given; \bgenerally\b -> always; \babout half\b -> all
    """
)
"""Qualifiers made to say more; the first is a pattern."""
