"""Coverage is judged by file: no gap in rules and connectors, few in the whole."""

import json

from scripts import coverage_gate


def file(*, covered, wanted=100, missing=()):
    return {
        "summary": {
            "num_statements": wanted,
            "num_branches": 0,
            "covered_lines": covered,
            "covered_branches": 0,
        },
        "missing_lines": list(missing),
        "missing_branches": [],
    }


def judge(tmp_path, capsys, files):
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"files": files}))
    return coverage_gate.main(report), capsys.readouterr().out.splitlines()


def test_all_is_well(tmp_path, capsys):
    files = {"tabard/people/rules.py": file(covered=100), "tabard/x.py": file(covered=90)}

    assert judge(tmp_path, capsys, files) == (
        0,
        [
            "Branch coverage of rules and connectors: 100.00 % (100 % is asked)",
            "Branch coverage of the whole: 95.00 % (95 % is asked)",
        ],
    )


def test_a_gap_in_a_connector_is_named(tmp_path, capsys):
    gap = {"tabard/connectors/bluesky/posts.py": file(covered=99, missing=[7])}

    code, lines = judge(tmp_path, capsys, gap)

    assert code == 1
    assert lines[:2] == [
        "Not covered by any test:",
        "  tabard/connectors/bluesky/posts.py: lines [7], branches []",
    ]


def test_too_little_of_the_whole_fails(tmp_path, capsys):
    code, lines = judge(tmp_path, capsys, {"tabard/x.py": file(covered=94, missing=[1])})

    assert code == 1
    assert lines[-1] == "Branch coverage of the whole: 94.00 % (95 % is asked)"
