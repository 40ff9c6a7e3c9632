"""Training: from a project's tags to a spaCy span categoriser, small and honest.

records with splits ─ DocBin ─▶ train, dev, test ─ config, from what is measured of train ─▶ spaCy's own loop ─▶ model
                                   └────────────────────── scores of what it never saw ◀──────────────────────┘
"""
