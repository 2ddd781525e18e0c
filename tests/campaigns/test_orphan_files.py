"""A file is written before its row is sure: what no row names is thrown away, and nothing else."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from alliance.core.files import private_files
from campaigns.domain.fought import documents
from campaigns.models import Document
from tests.factories import campaigns as make


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def campaign(cast):
    return make.CampaignFactory(chapter=cast.grenoble)


def keep(campaign, content):
    paper = SimpleUploadedFile("lettre.pdf", b"%PDF-1.7\n" + content)
    return documents.add(campaign=campaign, file=paper, actor=None)


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def keep_then_undo(campaign):
    with transaction.atomic():
        keep(campaign, b"undone")
        transaction.set_rollback(True)


def test_what_a_transaction_left_is_thrown_away_the_day_after(campaign, tmp_path):
    kept = keep(campaign, b"kept")
    keep_then_undo(campaign)
    assert len(files(tmp_path)) == 2
    later = timezone.now() + timedelta(days=2)
    assert private_files.sweep(now=later) == 1
    assert [str(path) for path in files(tmp_path)] == [kept.file.path]
    assert private_files.sweep(now=later) == 0


def test_a_young_file_may_belong_to_an_open_transaction(campaign, tmp_path):
    keep_then_undo(campaign)
    assert private_files.sweep() == 0
    assert len(files(tmp_path)) == 1


def test_what_is_on_no_shelf_is_left_alone(campaign, tmp_path):
    (tmp_path / "logo.png").write_bytes(b"logo")
    assert private_files.sweep(now=timezone.now() + timedelta(days=2)) == 0
    assert not Document.objects.exists()
    assert files(tmp_path)
