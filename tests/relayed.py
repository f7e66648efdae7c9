"""A rule, a notice that it knows, and one that is like it: for tests of likeness."""

RULE = """\
id = "relay"
version = 3
kind = "syndication_disclaimer"
languages = ["en"]
where = ["tail", "paragraph", "parenthesis"]
wordings = ["this story reached us through a relay of agencies and was left as it came by {outlet}"]
facts = {syndicated = true}

[[examples]]
why = "glued"
text = "It rained. (This story reached us through a relay of agencies and was left as it came by Tarn Mail.)"
stays = "It rained."

[[keep]]
why = "said of another"
text = "The relay of agencies left the story as it was, the editor of the Tarn Mail wrote in her memoir."
"""
# Nobody wrote this wording: other words, another order, an outlet never seen.
REWORDED = (
    "The story has reached us through a relay of agencies, and it was left as it came by Orrin Courier staff."
)
KNOWN = "This story reached us through a relay of agencies and was left as it came by Tarn Mail."
