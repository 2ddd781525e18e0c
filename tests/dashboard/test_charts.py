"""Charts: drawn to scale, readable as a table, silent when there is nothing."""

import pytest
from django.template.loader import render_to_string

from alliance.dashboard.charts import Series, columns_chart, table_of
from alliance.dashboard.scales import nice_top


def chart(rows, series=None, **options):
    return columns_chart(
        key="c",
        title="Promis et venus",
        description="Deux colonnes.",
        definition="Ce qui est compté.",
        axis="Mois",
        series=series or [Series("promis", "soft"), Series("venus", "came")],
        rows=rows,
        **options,
    )


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 2), (1, 2), (3, 4), (7, 8), (20, 20), (43, 60), (201, 400)]
)
def test_the_scale_ends_on_a_round_number(highest, top):
    assert nice_top(highest) == top


def test_columns_are_to_scale_and_stay_in_the_frame():
    drawn = chart([("jan", "janvier", (80, 40)), ("fév", "février", (0, 1))])
    high, half = drawn.columns[0].bars
    assert high.height == 2 * half.height
    assert all(bar.x + bar.width <= 560 for column in drawn.columns for bar in column.bars)
    assert drawn.columns[1].bars[0].height == 0
    assert drawn.columns[1].bars[1].height == 2  # one is not nothing


def test_the_table_says_the_same():
    drawn = chart([("jan", "janvier", (8, 4))])
    assert table_of(drawn) == [["janvier", 8, 4]]


def test_the_page_holds_title_description_table_and_definition():
    page = render_to_string("dashboard/_chart.html", {"chart": chart([("j", "janvier", (8, 4))])})
    assert '<title id="c-title">Promis et venus</title>' in page
    assert 'aria-labelledby="c-title c-desc"' in page
    assert '<th scope="row">janvier</th>' in page
    assert "Ce qui est compté." in page


def test_many_columns_leave_out_every_other_name_but_never_the_last():
    drawn = chart([(str(n), str(n), (n, n)) for n in range(24)])
    named = [column.named for column in drawn.columns]
    assert named[-1]
    assert sum(named) == 12


def test_nothing_to_show_is_said_in_words():
    drawn = chart([("jan", "janvier", (0, 0))])
    assert drawn.empty
    assert "<svg" not in render_to_string("dashboard/_chart.html", {"chart": drawn})
