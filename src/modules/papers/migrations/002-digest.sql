-- A PDF in somebody's hand is found by its digest.
CREATE INDEX papers_paper_digest ON papers_paper (digest) WHERE made_at > 0;
