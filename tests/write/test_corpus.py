"""A corpus made of frames: their order does not show, and frames that do not go together are refused."""

from pathlib import Path

import pandas as pd
import pytest
from generate import corpus as generated
from test_rule_files import GOOD as RULE

import corpusclean as cc
from corpusclean.errors import RejectsExceeded, UsageError
