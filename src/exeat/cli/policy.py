"""`exeat policy`: a state's policy, read, checked and tried on its own worked examples."""

from __future__ import annotations

from pathlib import Path
from shutil import Error as CopyError
from shutil import copytree

import click

from exeat.cli._common import Refused, echo_json
from exeat.domain.review.examples import ExampleResult, run_examples, untried_criteria
from exeat.domain.review.policy import Policy, PolicyError, default_policy_folder, load_policy


@click.group()
def policy() -> None:
    """Begin a state's policy, and check it against its worked examples."""


@policy.command()
@click.argument("folder", type=click.Path(path_type=Path))
def copy(folder: Path) -> None:
    """Copy the model state's policy to a new FOLDER, to make a state's own of it."""
    try:
        copytree(default_policy_folder(), folder)
    except FileExistsError:
        raise Refused(f"{folder} is there already: name a folder that is not")
    except (OSError, CopyError) as fault:
        raise Refused(f"{folder}: {fault}")
    click.echo(f"Rewrite the files in {folder}, then: exeat policy check {folder}")


@policy.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def check(folder: Path | None, as_json: bool) -> None:
    """Read the policy in FOLDER (else the model state's), check it, and run its examples.

    Exits with 1 when the policy cannot be read, when an example does not come out as it says, or when there is none.
    """
    try:
        folder = folder or default_policy_folder()
        checked = load_policy(folder)
        results = run_examples(folder, checked)
    except (PolicyError, FileNotFoundError) as fault:
        raise Refused(str(fault))
    untried = untried_criteria(results, checked)
    if as_json:
        echo_json(_as_json(checked, results, untried))
    else:
        _print(checked, results, untried)
    failed = sum(not result.holds for result in results)
    if failed:
        raise Refused(f"{folder}: {failed} of {len(results)} examples did not come out as they say")
    if not results:
        raise Refused(f"{folder}/examples: no worked examples; write some, so that a later change is tried on them")


def _print(checked: Policy, results: list[ExampleResult], untried: list[str]) -> None:
    click.echo(f"{checked.state.name}: policy {checked.id} {checked.version}, in force from {checked.in_force_from}")
    click.echo(f"SHA-256 {checked.sha256}")
    if checked.calendar.holidays:
        click.echo(f"Holidays are listed until {max(checked.calendar.holidays)}")
    for result in results:
        click.echo(f"{'holds' if result.holds else 'FAILS'}  {result.file}: {result.title}")
        for failure in result.failures:
            click.echo(f"       {failure}")
    for criterion in untried:
        click.echo(f"untried  criterion {criterion}: no example triggers it")
    click.echo(f"{sum(result.holds for result in results)} of {len(results)} examples hold")


def _as_json(checked: Policy, results: list[ExampleResult], untried: list[str]) -> dict[str, object]:
    return {
        "policy": checked.id,
        "version": checked.version,
        "in_force_from": checked.in_force_from.isoformat(),
        "sha256": checked.sha256,
        "examples": [
            {"file": result.file, "title": result.title, "holds": result.holds, "failures": list(result.failures)}
            for result in results
        ],
        "untried_criteria": untried,
    }
