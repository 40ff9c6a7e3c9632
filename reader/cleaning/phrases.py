"""The set phrases of page furniture, one pattern a line: what sites print beside their articles, in several languages.

Each name is one regular expression over a whole short line, without case; `|` and line breaks part the alternatives.
"""

from __future__ import annotations


def any_of(alternatives: str) -> str:
    """The lines of `alternatives` as one group."""
    return "(?:" + "|".join(line for line in alternatives.splitlines() if line) + ")"


#: Notices of rights and terms; anywhere in the line.
RIGHTS = any_of(r"""
(?:©|\(c\)|&copy;|\bcopyright\b).{0,80}(?:\b(?:19|20)\d\d\b|rights?)|\ball rights reserved\b
\balle rechte vorbehalten\b|\btous droits réservés\b|\btodos los derechos\b
\bmay not be (?:published|reproduced|redistributed|republished)\b|\bterms of (?:use|service)\b.{0,40}\bprivacy\b
\bprivacy policy\b.{0,40}\bterms\b
""")

#: Notices about cookies, scripts and ad blockers; anywhere in the line.
COOKIES = any_of(r"""
\b(?:this|our) (?:web ?)?site uses cookies\b|\bwe use cookies\b
\bcookie (?:policy|settings|preferences|consent)\b|\bdiese (?:web)?seite verwendet cookies\b
\benable javascript\b|\bjavascript (?:is|must be|to be) (?:disabled|enabled)\b|\bad ?blocker\b
""")

#: Invitations to subscribe, sign in and follow; anywhere in the line.
LETTERS = any_of(r"""
\b(?:sign up|subscribe|signup|register)\b.{0,60}\b(?:newsletters?|e-?mails?|alerts?|updates|inbox)\b
\b(?:sign up|subscribe|signup|register)\b.{0,60}\b(?:briefing|channel|podcast|today|now|here)\b
\b(?:our|free|daily|weekly) newsletters?\b|\bnewsletter (?:sign ?up|abonnieren|anmeldung)\b|\bin your inbox\b
\byour e-?mail address\b|^(?:subscribe|sign up|sign in|log in|register)\b.{0,40}$
\balready (?:a|have an?) (?:subscriber|account|member)\b|\b(?:follow|like|join|find) us on\b
\bfollow (?:@\w+|\w+ \w+|\w+) on (?:twitter|facebook|instagram|x)\b|\bdownload (?:our|the) (?:free )?app\b
\bthank you for (?:signing up|subscribing)\b|\bsend us (?:a )?(?:news )?tips?\b|\bgot a (?:news )?tip\b
""")

#: Labels and buttons; the whole line.
MORE = any_of(r"""
(?:read|see|view|show|load|learn|find out|click here (?:for|to)) (?:more|also|next|all|less)
(?:read|see|view|click here (?:for|to)) (?:full story|the full (?:story|article))
continue reading|advertisements?|sponsored(?: content)?|promoted|ad|ads|loading|share this.{0,30}
print this.{0,20}|comment on this.{0,20}|back to top|skip to.{0,30}|story continues below.{0,30}
article continues below.{0,30}|scroll (?:down )?to continue.{0,20}|click to (?:share|enlarge|expand).{0,40}
related (?:article|story|link)s?.{0,60}|recommended|watch(?: now| live)?|play video|video|photos?|image|gallery
listen|more|close|menu|search|home|login|log out|\d{1,5} (?:comments?|shares?|views|likes?|retweets?|votes?)
(?:comments?|shares?|views) ?\(?\d{1,6}\)?|no comments?|story highlights|reply|report|permalink|anzeige|werbung
mehr zum thema|weiterlesen|lire (?:aussi|la suite)|publicité|leer más|publicidad|lees (?:meer|ook)|advertentie
читать далее|reklam|devamı
""")

#: Headings that open what is not the article: comments, related stories; the whole line.
SECTION = any_of(r"""
(?:leave|post|add|write) (?:a|your) (?:reply|comment).{0,40}
(?:\d{1,5} )?(?:reader )?comments?(?: \(?\d{1,6}\)?)?
(?:\d{1,5} )?(?:responses|replies|thoughts) (?:to|on) .{1,120}|comments are closed.{0,60}
join the (?:conversation|discussion).{0,30}|view comments|show comments|load comments|popular in the community
discussion|(?:you )?(?:may|might) (?:also|be) (?:like|interested in|enjoy).{0,20}
(?:more )?related(?: (?:articles?|stories|posts?|news|content|topics?|links?|coverage|reading|videos?|items?))?
(?:more|latest|top|other|recent|popular|trending|recommended)[ -](?:stories|news|posts?|articles?)(?: .{0,20})?
(?:more|latest|top|other|recent|trending)[ -](?:headlines|coverage|videos?|now|today)(?: .{0,20})?
(?:top|recommended|editor'?s?'?|popular|more)[ -](?:picks?|choice|for you)(?: .{0,20})?
(?:most|must|don'?t)[ -](?:read|viewed|popular|shared|commented|watched|emailed|reading|miss)(?: .{0,20})?
(?:more|latest|top|other|most)[ -](?:from .{1,40}|in .{1,30}|on .{1,30}|by .{1,40}|like this)(?: .{0,20})?
recommended(?: for you)?|trending|what to read next|read next|up next
next (?:article|story|post)|previous (?:article|story|post)|from the web|around the web|promoted stories
sponsored (?:links|stories)|about the authors?|author bio|filed under.{0,80}|tags?|share this:?|like this:?
categories|archives|kommentare?(?: \(?\d+\)?)?|das könnte sie auch interessieren|mehr zum thema|commentaires?
à lire aussi|sur le même sujet|comentarios|noticias relacionadas|te puede interesar|commenti|reacties|lees ook
комментарии|читайте также|yorumlar|ilgili haberler
""")

#: What is said on buttons and above lists, never in a headline; anywhere in the line unless it is anchored.
BUTTON = any_of(r"""
\bopens? in (?:a )?new (?:window|tab)\b|\bsharing (?:buttons|options)\b|\bnewsletters?\b|\bnews emails?\b
^(?:submit|share|click|copy|jump|skip|go|log|sign) (?:to|on|all|in|link|this)\b|^story highlights\b
^follow (?:the )?(?:topics|us|@|live)\b|^topics\b|^(?:just|must) watch(?:ed)?\b|^see also\b|^read (?:more|also|next)\b
^(?:updated|posted|published|last modified|lesedauer|reading time|aktualisiert)\b|\bmin(?:ute)?s? read\b
^\W*\d+ (?:comments?|min|minutes?)\b|\bpermalink\b|^link zur\b|\bcontact (?:the )?author\b|^(?:photo|image|video)s?:
^\W*(?:previous|next|back to|zurück|weiter)\b|\b(?:privacy|cookie) (?:policy|settings)\b|\bfollow(?:ing)? on\b
""")

#: Who wrote it, said by their trade; anywhere in a short line.
PERSON = any_of(r"""
,? (?:staff|sports?|national|political|security|business|science|senior|chief|special) (?:\w+ )?(?:writer|reporter)s?\b
\b(?:senior )?(?:contributor|correspondent)s?$|\b(?:writer|reporter|editor|columnist|redakteur(?:in)?|redaktion)$
, (?:the )?(?:associated press|ap|afp|reuters|cnn|bbc|usa today|bloomberg)\b.{0,30}$|^(?:von|par|por|by|door) [^\W\d_]+ [^\W\d_]+$
""")
