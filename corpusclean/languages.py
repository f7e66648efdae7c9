"""ISO 639: one code for one language, two letters where there are two."""

import re

# ISO 639-2 and 639-3 codes of the languages that have two letters, the bibliographic ones too.
_TABLE = """
aar:aa abk:ab afr:af aka:ak alb:sq amh:am ara:ar arg:an arm:hy asm:as aym:ay aze:az bak:ba baq:eu bel:be ben:bn
bis:bi bod:bo bos:bs bre:br bul:bg bur:my cat:ca ces:cs cha:ch che:ce chi:zh chv:cv cor:kw cos:co cym:cy cze:cs
dan:da deu:de div:dv dut:nl dzo:dz ell:el eng:en epo:eo est:et eus:eu ewe:ee fao:fo fas:fa fij:fj fin:fi fra:fr
fre:fr fry:fy geo:ka ger:de gla:gd gle:ga glg:gl glv:gv gre:el grn:gn guj:gu hat:ht hau:ha heb:he hin:hi hmo:ho
hrv:hr hun:hu hye:hy ibo:ig ice:is ido:io iii:ii iku:iu ile:ie ina:ia ind:id ipk:ik isl:is ita:it jav:jv jpn:ja
kal:kl kan:kn kas:ks kat:ka kaz:kk khm:km kik:ki kin:rw kir:ky kom:kv kon:kg kor:ko kua:kj kur:ku lao:lo lat:la
lav:lv lim:li lin:ln lit:lt ltz:lb lub:lu lug:lg mac:mk mah:mh mal:ml mao:mi mar:mr may:ms mkd:mk mlg:mg mlt:mt
mon:mn mri:mi msa:ms mya:my nau:na nav:nv nbl:nr nde:nd ndo:ng nep:ne nld:nl nno:nn nob:nb nor:no nya:ny oci:oc
oji:oj ori:or orm:om oss:os pan:pa per:fa pol:pl por:pt pus:ps que:qu roh:rm ron:ro rum:ro run:rn rus:ru sag:sg
san:sa sin:si slk:sk slo:sk slv:sl sme:se smo:sm sna:sn snd:sd som:so sot:st spa:es sqi:sq srd:sc srp:sr ssw:ss
sun:su swa:sw swe:sv tah:ty tam:ta tat:tt tel:te tgk:tg tgl:tl tha:th tib:bo tir:ti ton:to tsn:tn tso:ts tuk:tk
tur:tr twi:tw uig:ug ukr:uk urd:ur uzb:uz ven:ve vie:vi vol:vo wel:cy wln:wa wol:wo xho:xh yid:yi yor:yo zha:za
zho:zh zul:zu
"""
_TWO_LETTERS = dict(pair.split(":") for pair in _TABLE.split())

# Codes withdrawn, codes of an identifier's own, and one member of a macrolanguage for the whole.
_OTHER_NAMES = {
    "iw": "he",
    "jw": "jv",
    "in": "id",
    "ji": "yi",
    "mo": "ro",
    "xx-yiii": "ii",
    "arz": "ar",
    "ary": "ar",
    "gug": "gn",
    "uzs": "uz",
    "sdh": "ku",
    "arb": "ar",
    "cmn": "zh",
    "pes": "fa",
    "prs": "fa",
    "zsm": "ms",
}

# CLD2's Bihari, which is a group; its Pig Latin; py3langid's "no language".
_NO_LANGUAGE = frozenset({"bh", "zzp", "zxx", "un", "und", "mul"})

_GROUPS = (("nb", "no", "nn"), ("sr", "sh", "hr", "bs"), ("id", "ms"), ("rn", "rw"), ("tl", "fil"))
_GROUP = {code: group[0] for group in _GROUPS for code in group}

_TWO = 2
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?", re.DOTALL)


def normal(tag: str) -> str | None:
    """Return the ISO 639 code of a tag, without script and region; None where it names no one language.

    >>> normal("deu_AT"), normal("zh-Hant"), normal("iw"), normal("xx-Yiii")
    ('de', 'zh', 'he', 'ii')
    >>> normal("English"), normal("un")
    (None, None)
    """
    known = _OTHER_NAMES.get(tag.lower())
    match = _TAG.fullmatch(tag.strip())
    if known or match is None:
        return known
    code = match[1].lower()
    code = _TWO_LETTERS.get(code, _OTHER_NAMES.get(code, code))
    return None if code in _NO_LANGUAGE or code == "xx" else code


def told_as(code: str) -> str | None:
    """Return the code by which a language is told that is named so; None where there is none of two letters.

    >>> told_as("eng"), told_as("en"), told_as("iw"), told_as("ceb"), told_as("uk"), told_as("xq")
    ('en', 'en', 'he', 'ceb', 'uk', None)
    """
    told = normal(code)
    return None if told and len(told) == _TWO and told not in _TWO_LETTERS.values() else told


def group(code: str) -> str:
    """Return the code that stands for all that text alone does not tell apart.

    Norwegian's two forms, Serbo-Croatian's standards, Indonesian and Malay, Rundi and Kinyarwanda, Tagalog and
    Filipino. No others.

    >>> group("hr") == group("bs"), group("cs") == group("sk")
    (True, False)
    """
    return _GROUP.get(code, code)
