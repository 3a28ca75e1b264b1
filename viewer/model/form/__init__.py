"""The case form: what a reader says in words and choices; frozen values and the tables behind them."""
