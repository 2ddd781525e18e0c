"""Words sealed with a key outside the database."""

import pytest
from cryptography.fernet import Fernet

from alliance.core.sealing import BrokenSeal, seal, unseal


def test_what_is_sealed_is_read_back_and_says_nothing():
    sealed = seal("12 rue des Lilas")
    assert "Lilas" not in sealed
    assert sealed != seal("12 rue des Lilas")
    assert unseal(sealed) == "12 rue des Lilas"
    assert (seal(""), unseal("")) == ("", "")


def test_a_new_key_in_front_still_opens_the_old_seals(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.SEAL_KEYS = [old]
    sealed = seal("12 rue des Lilas")
    settings.SEAL_KEYS = [new, old]
    assert unseal(sealed) == "12 rue des Lilas"
    settings.SEAL_KEYS = [new]
    with pytest.raises(BrokenSeal):
        unseal(sealed)


def test_a_changed_seal_is_refused():
    with pytest.raises(BrokenSeal):
        unseal(seal("secret")[:-4] + "AAA=")
