"""Intrathecal contrast agents: how much iodine each label allows at which age, and what a dose is held against."""

from functools import cache
from typing import Any

import attrs

from viewer import resources
from viewer.errors import ResourceError
from viewer.model.form.procedure import Procedure

_FILE = "form/agents.json"
_ADULT_YEARS = 18.0
# A dose is computed from a volume read off a syringe: what exceeds by less than rounding is no excess.
_ROUNDING_G = 0.005


@attrs.frozen
class AgentLimit:
    """The most iodine, and the concentrations, allowed intrathecally from one age up to below another."""

    from_years: float
    below_years: float
    maximum_g: float
    concentrations_mgi_ml: tuple[float, ...]
    source: str

    @property
    def ages(self) -> str:
        """The ages in words."""
        if self.from_years == 0:
            return f"under {_age(self.below_years)}"
        if self.below_years == float("inf"):
            return f"from {_age(self.from_years)} on"
        return f"from {_age(self.from_years)} to under {_age(self.below_years)}"


@attrs.frozen
class Agent:
    """A contrast agent for intrathecal use; `brands` are names it is also known by."""

    id: str
    name: str
    brands: tuple[str, ...]
    limits: tuple[AgentLimit, ...]

    def limit(self, age_years: float) -> AgentLimit | None:
        """Return the limit for an age, None where the table has none."""
        return next((one for one in self.limits if one.from_years <= age_years < one.below_years), None)


@cache
def agents() -> tuple[Agent, ...]:
    """Return the agents of the table; `ResourceError` if it is damaged."""
    try:
        return tuple(_agent(row) for row in resources.table(_FILE)["agents"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ResourceError(f"The program's file {_FILE} is damaged.", "Install Thecal again.") from error


def known_agent(name: str) -> Agent | None:
    """Return the agent that a text begins with (`Omnipaque 300`, `iohexol`), None for any other."""
    return next((one for one in agents() if _named(one, name.strip().casefold())), None)


def dose_check(procedure: Procedure, age_years: float | None) -> str:
    """Return what is to be said of the dose: above the maximum, or that there is no entry; empty within it.

    Nothing is said before agent, concentration and volume are known.
    """
    dose_g = procedure.iodine_g
    if dose_g is None or not procedure.agent.strip():
        return ""
    agent = known_agent(procedure.agent)
    if agent is None:
        return _no_entry(f"the agent {' '.join(procedure.agent.split())[:60]}", dose_g)
    if age_years is None:
        return _of_unknown_age(agent, dose_g)
    limit = agent.limit(age_years)
    if limit is None:
        return _no_entry(f"{agent.name} at the age of {_age(age_years)}", dose_g)
    return " ".join(one for one in (_excess(agent, limit, dose_g), _strength(agent, limit, procedure)) if one)


def _excess(agent: Agent, limit: AgentLimit, dose_g: float) -> str:
    if dose_g <= limit.maximum_g + _ROUNDING_G:
        return ""
    return (
        f"{dose_g:.2f} g of iodine is above the maximum of {limit.maximum_g:.2f} g for {agent.name}"
        f" {limit.ages} ({limit.source}): check concentration and volume."
    )


def _strength(agent: Agent, limit: AgentLimit, procedure: Procedure) -> str:
    allowed = limit.concentrations_mgi_ml
    if not allowed or procedure.concentration_mgi_ml in allowed:
        return ""
    named = ", ".join(f"{one:g}" for one in allowed)
    return (
        f"{procedure.concentration_mgi_ml:g} mgI/mL is not among the intrathecal concentrations of {agent.name}"
        f" {limit.ages} ({named} mgI/mL, {limit.source}): check the vial."
    )


def _of_unknown_age(agent: Agent, dose_g: float) -> str:
    adult = agent.limit(_ADULT_YEARS)
    unknown = "The patient's age is not known, so the dose was not checked"
    if adult is None:
        return f"{unknown}."
    if dose_g > adult.maximum_g + _ROUNDING_G:
        return _excess(agent, adult, dose_g)
    return f"{unknown}: the maximum for {agent.name} in adults is {adult.maximum_g:.2f} g of iodine."


def _no_entry(of: str, dose_g: float) -> str:
    return (
        f"The table of agents has no entry for {of}: {dose_g:.2f} g of iodine was not checked against a"
        " maximum. Check the label."
    )


def _named(agent: Agent, text: str) -> bool:
    """Whether a text begins with a name of an agent as a whole word: Isovue-Multipack is no Isovue-M."""
    names = (one.casefold() for one in (agent.name, *agent.brands))
    return any(text.startswith(one) and not text[len(one) : len(one) + 1].isalpha() for one in names)


def _age(years: float) -> str:
    return f"{years:g} years" if years >= 1 or years == 0 else f"{years * 12:.0f} months"


def _agent(row: dict[str, Any]) -> Agent:
    limits = tuple(_limit(one) for one in row["limits"])
    return Agent(row["id"], row["name"], tuple(row["brands"]), limits)


def _limit(row: dict[str, Any]) -> AgentLimit:
    return AgentLimit(
        from_years=float(row["from_years"]),
        below_years=float(row.get("below_years", "inf")),
        maximum_g=float(row["maximum_g"]),
        concentrations_mgi_ml=tuple(float(one) for one in row["concentrations_mgi_ml"]),
        source=row["source"],
    )
