"""Where "Withdraw now" is offered."""

import pytest
from django.test.utils import CaptureQueriesContext

from education.withdrawal.buttons import may_withdraw
from portal.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_is_offered_at_ones_own_clinic_only(clinic, other_clinic, reviewer):
    here, there = factories.make_article(clinic), factories.make_article(other_clinic)
    mine, theirs = factories.make_benefit(clinic), factories.make_benefit(other_clinic)
    shared = factories.make_benefit(None)
    offered = [may_withdraw(reviewer, each) for each in (here, there, mine, theirs, shared)]
    assert offered == [True, False, True, False, False]


def test_who_runs_the_installation_may_withdraw_what_is_shared(superuser, other_clinic):
    assert may_withdraw(superuser, factories.make_benefit(None))
    assert may_withdraw(superuser, factories.make_article(other_clinic))


def test_many_rows_of_a_list_take_no_more_queries_than_one(clinic, reviewer, connection_queries):
    rows = [factories.make_article(clinic) for _number in range(4)]
    assert connection_queries(reviewer, rows) == connection_queries(reviewer, rows[:1])


@pytest.fixture
def connection_queries():
    from django.db import connection

    def count(person, rows) -> int:
        person = User.objects.get(pk=person.pk)
        with CaptureQueriesContext(connection) as asked:
            assert all(may_withdraw(person, row) for row in rows)
        return len(asked)

    return count
