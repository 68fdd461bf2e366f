"""The one permanent record (总账): every operation's fact, chained and heard."""
