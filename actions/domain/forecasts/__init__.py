"""How many will be there: rates learned, the forecast, and what it reads."""

from actions.domain.forecasts.model import Asked, Forecast, Part, foresee, yes_for
from actions.domain.forecasts.rates import PRIOR, Cell, Held, Rates, Tally, Word, learn
from actions.domain.forecasts.reading import forecast, forecasts, rates_of

__all__ = [
    "PRIOR",
    "Asked",
    "Cell",
    "Forecast",
    "Held",
    "Part",
    "Rates",
    "Tally",
    "Word",
    "forecast",
    "forecasts",
    "foresee",
    "learn",
    "rates_of",
    "yes_for",
]
