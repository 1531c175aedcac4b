"""Is this a crisis? Baseline, detector, life cycle, explanation, backtest. Pure."""
