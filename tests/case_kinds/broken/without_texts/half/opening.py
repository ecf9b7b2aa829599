"""Never called."""

opening = risk_fen = refuse_opening = print
