"""The language of a text: the same answer every time, and none where there is too little to go by.

CLD2 is asked first, and decides where it is sure of a long text. Elsewhere py3langid is asked, and langdetect
where the two differ; what they say is weighed together (cascade.py), and answered only where it is clear enough.
"""

from corpusclean.annotate.language.answer import UNDETERMINED, Language
from corpusclean.annotate.language.step import annotate_languages, detect_language

__all__ = ["UNDETERMINED", "Language", "annotate_languages", "detect_language"]
